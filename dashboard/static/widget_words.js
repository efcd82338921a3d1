// The widgets speak English only. Where the page speaks another language their words are replaced as they appear.
const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const BEFORE = Symbol("what a widget said before");
const LONGEST = 80;
let watcher = null;

function speak(words) {
  watcher?.disconnect();
  watcher = null;
  if (!words) {
    for (const node of nodesOf(document.body)) unsay(node);
    return;
  }
  const patterns = words.patterns.map(([pattern, to]) => [new RegExp(pattern), to]);
  const said = (text) => {
    const plain = text?.trim();
    if (!plain || plain.length > LONGEST) return null;
    if (Object.hasOwn(words.exact, plain)) return words.exact[plain];
    const found = patterns.find(([pattern]) => pattern.test(plain));
    return found ? plain.replace(...found) : null;
  };
  const turn = (root) => {
    for (const node of nodesOf(root)) replace(node, said);
  };
  turn(document.body);
  watcher = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(turn);
      else if (!isOwn(target)) replace(target, said);
    }
  });
  watcher.observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
}

function* nodesOf(root) {
  if (isOwn(root)) return;
  yield root;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) yield walker.currentNode;
}

// what a person writes is nobody's to translate, and a chart speaks the language of the page already
function isOwn(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return !element || element.closest("textarea, script, style, [contenteditable], .kpi-chart") !== null;
}

function replace(node, said) {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = said(node.nodeValue);
    if (text !== null) {
      node[BEFORE] = { ...node[BEFORE], text: node.nodeValue };
      node.nodeValue = text;
    }
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    for (const name of ATTRIBUTES) {
      const text = node.hasAttribute(name) ? said(node.getAttribute(name)) : null;
      if (text === null) continue;
      node[BEFORE] = { ...node[BEFORE], [name]: node.getAttribute(name) };
      node.setAttribute(name, text);
    }
  }
}

function unsay(node) {
  for (const [name, text] of Object.entries(node[BEFORE] ?? {})) {
    if (name === "text") node.nodeValue = text;
    else node.setAttribute(name, text);
  }
  delete node[BEFORE];
}


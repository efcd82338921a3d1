// The editor of config.yaml: CodeMirror, and what it and the server tell each other.
//
// The server may set the text (a form, an earlier version) while somebody types. Each text that is sent
// has a serial; the server says with which serial it has seen the text last, and its own change is laid
// over all that was typed since. So neither of the two is ever lost.
const WAIT = 400;
const states = new WeakMap();

export default function (component) {
  const host = component.parentElement.querySelector(".editor");
  let state = states.get(host);
  if (!state) {
    state = { component, host, view: null, timer: 0, serial: 0, jump: null, revision: null, log: [] };
    states.set(host, state);
    whenReady(() => begin(state));
  }
  state.component = component;
  if (state.view) follow(state);
  // Called before every new word of the server too: only an editor that is gone stops waiting.
  return () => setTimeout(() => host.isConnected || clearTimeout(state.timer));
}

function whenReady(act) {
  if (globalThis.kpiCodeMirror) act();
  else globalThis.addEventListener("kpi-codemirror", act, { once: true });
}

function begin(state) {
  const { data, parentElement } = state.component;
  const { EditorState, EditorView, ChangeSet } = globalThis.kpiCodeMirror;
  state.view = new EditorView({
    parent: state.host,
    root: parentElement.getRootNode(),
    state: EditorState.create({ doc: data.text, extensions: extensions(state) }),
  });
  state.host.dataset.ready = "true";
  showPlace(state, state.view.state);
  state.revision = data.revision;
  state.serial = data.seen;
  state.log = [{ serial: data.seen, doc: state.view.state.doc, since: ChangeSet.empty(state.view.state.doc.length) }];
  follow(state);
}

// What the server has to say: another text, the faults of a text, a line to go to.
function follow(state) {
  const { data } = state.component;
  const parent = state.component.parentElement;
  parent.querySelector(".frame").style.setProperty("--height", data.height);
  parent.querySelector(".hint").textContent = data.labels.hint;
  forget(state, data.seen);
  if (data.revision.split(".")[0] !== state.revision.split(".")[0]) takeAlong(state, data);
  else if (data.revision !== state.revision) replace(state, data);
  state.base = data.base;
  showProblems(state, data);
  if (data.jump && data.jump.id !== state.jump) {
    state.jump = data.jump.id;
    goTo(state, data.jump.line, data.jump.focus);
  }
}

// Entries before the one that the server has seen are of no use any more.
function forget(state, seen) {
  const at = state.log.findIndex((entry) => entry.serial === seen);
  if (at > 0) state.log.splice(0, at);
}

function typedSince(state) {
  return state.log.slice(1).reduce((all, entry) => all.compose(entry.since), state.log[0].since);
}

// What was typed since the server last looked is laid over its text and kept apart from it: the next word of
// the server may come before it has seen that, and must not be taken for the wish to take it away.
function replace(state, data) {
  const { ChangeSet } = globalThis.kpiCodeMirror;
  const typed = typedSince(state);
  const theirs = ChangeSet.of(difference(state.log[0].doc.toString(), data.text), state.log[0].doc.length);
  const doc = theirs.apply(state.log[0].doc);
  state.revision = data.revision;
  state.log = []; // the change below is the server's, nothing that was typed
  state.view.dispatch({ changes: theirs.map(typed), userEvent: "server" });
  state.log = [{ serial: data.seen, doc, since: typed.map(theirs, true) }];
  clearTimeout(state.timer);
  if (typed.empty) state.sent = doc;
  else later(state);
}

// The server began anew and knows nothing of what was typed: the draft stays, with the version that it began with.
function takeAlong(state, data) {
  const { ChangeSet } = globalThis.kpiCodeMirror;
  const doc = state.view.state.toText(data.text);
  const since = ChangeSet.of(difference(data.text, state.view.state.doc.toString()), doc.length);
  state.revision = data.revision;
  state.serial = data.seen;
  state.log = [{ serial: data.seen, doc, since }];
  state.sent = null;
  push(state, state.base);
}

// The one stretch in which two texts differ.
function difference(before, after) {
  let start = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  if (start === before.length && start === after.length) return [];
  return [{ from: start, to: before.length - end, insert: after.slice(start, after.length - end) }];
}

function later(state) {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => push(state), WAIT);
}

function push(state, base = "") {
  clearTimeout(state.timer);
  const { view } = state;
  if (view.composing) return later(state); // half a word of an input method is no text yet
  if (state.sent && state.sent.eq(view.state.doc)) return undefined;
  state.sent = view.state.doc;
  state.serial = Math.max(state.serial, state.component.data.seen) + 1;
  state.log.push({
    serial: state.serial,
    doc: view.state.doc,
    since: globalThis.kpiCodeMirror.ChangeSet.empty(view.state.doc.length),
  });
  const draft = { text: view.state.doc.toString(), serial: state.serial, revision: state.revision, base };
  state.component.setStateValue("draft", draft);
  return undefined;
}

function changed(state, update) {
  const last = state.log[state.log.length - 1];
  if (last) last.since = last.since.compose(update.changes);
  if (!update.transactions.some((each) => each.isUserEvent("server"))) later(state);
}

function showProblems(state, data) {
  const { setDiagnostics } = globalThis.kpiCodeMirror;
  const { view } = state;
  const base = state.log[0].doc;
  const typed = typedSince(state);
  const found = data.problems.map((problem) => {
    const [from, to] = stretch(base, problem);
    return { from: typed.mapPos(from), to: typed.mapPos(to, 1), severity: "error", message: problem.message };
  });
  view.dispatch(setDiagnostics(view.state, found));
  const told = state.component.parentElement.querySelector(".told");
  const text = data.problems.length ? `${data.labels.problems} ${data.problems[0].message}` : data.labels.fine;
  if (told.textContent === text) return;
  told.replaceChildren();
  if (!data.problems.length) {
    told.textContent = text;
    return;
  }
  const button = document.createElement("button");
  button.textContent = text;
  button.onclick = () => goTo(state, data.problems[0].line);
  told.append(button);
}

// The words of a line that a fault names, or the whole line without its margin.
function stretch(doc, problem) {
  const line = doc.line(Math.max(1, Math.min(problem.line, doc.lines)));
  const at = problem.words ? line.text.indexOf(problem.words) : -1;
  if (at >= 0) return [line.from + at, line.from + at + problem.words.length];
  return [line.from + line.text.length - line.text.trimStart().length, line.to];
}

// Without `focus` somebody may be typing here by now: the caret stays, and what is seen as well.
function goTo(state, number, focus = true) {
  const { EditorView, foldedRanges, unfoldEffect } = globalThis.kpiCodeMirror;
  const { view } = state;
  if (!focus && view.hasFocus) return;
  const line = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
  const effects = [EditorView.scrollIntoView(line.from, { y: "start", yMargin: 60 })];
  foldedRanges(view.state).between(line.from, line.to, (from, to) => effects.push(unfoldEffect.of({ from, to })));
  const anchor = line.from + line.text.length - line.text.trimStart().length;
  view.dispatch(focus ? { selection: { anchor }, effects } : { effects });
  if (focus) view.focus();
}

function extensions(state) {
  const cm = globalThis.kpiCodeMirror;
  const { labels } = state.component.data;
  const save = () => {
    push(state);
    state.component.setTriggerValue("save", true);
    return true;
  };
  return [
    cm.keymap.of([
      { key: "Mod-s", run: save, preventDefault: true },
      { key: "Mod-Enter", run: () => (push(state), true) },
      { key: "Tab", run: cm.indentMore, shift: cm.indentLess },
    ]),
    cm.lineNumbers(), cm.foldGutter(), cm.lintGutter(), cm.highlightActiveLineGutter(), cm.highlightActiveLine(),
    cm.highlightSpecialChars(), cm.history(), cm.drawSelection(), cm.dropCursor(), cm.bracketMatching(),
    cm.search({ top: true }), cm.highlightSelectionMatches(), cm.indentUnit.of("  "), cm.EditorView.lineWrapping,
    language(cm), cm.indentService.of(depthAfter), cm.foldService.of(deeperBelow),
    cm.syntaxHighlighting(colours(cm)), look(cm), cm.EditorState.phrases.of(labels.phrases),
    cm.keymap.of([...cm.defaultKeymap, ...cm.historyKeymap, ...cm.searchKeymap, ...cm.foldKeymap, ...cm.lintKeymap]),
    cm.EditorView.contentAttributes.of({
      "aria-label": labels.name, "aria-describedby": "hint", spellcheck: "false", autocapitalize: "off",
    }),
    cm.EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(state, update);
      if (update.docChanged || update.selectionSet) showPlace(state, update.state);
    }),
    cm.EditorView.domEventHandlers({ blur: () => void push(state), compositionend: () => void later(state) }),
  ];
}

function showPlace(state, { doc, selection }) {
  const line = doc.lineAt(selection.main.head);
  const place = state.component.parentElement.querySelector(".place");
  place.textContent = `${line.number} : ${selection.main.head - line.from + 1}`;
}

// YAML by the line: what colours it must not change its mind about lines that nobody touched.
function language(cm) {
  const begin = () => ({ quote: "", block: -1, flow: 0 });
  return cm.StreamLanguage.define({
    name: "yaml", startState: begin, token: word, languageData: { commentTokens: { line: "#" } },
  });
}

function word(stream, state) {
  if (stream.sol() && state.block >= 0) {
    if (stream.match(/^\s*$/, false) || stream.indentation() > state.block) return stream.skipToEnd(), "string";
    state.block = -1;
  }
  if (state.quote) return quoted(stream, state);
  const first = stream.sol() || /\s/.test(stream.string[stream.pos - 1]);
  if (stream.eatSpace()) return null;
  const sign = stream.peek();
  if (sign === "#" && (first || stream.pos === 0)) return stream.skipToEnd(), "comment";
  if (sign === '"' || sign === "'") {
    state.quote = stream.next();
    return quoted(stream, state);
  }
  if (stream.match(/^[|>][+-]?\d?\s*(#.*)?$/)) return (state.block = stream.indentation()), "keyword";
  if (stream.match(/^[&*!][^\s,[\]{}]*/)) return "meta";
  if (stream.match(/^[-?:](?=\s|$)/) || (state.flow && stream.match(/^:/))) return "punctuation";
  if (stream.match(/^[[\]{},]/)) {
    state.flow = Math.max(0, state.flow + ({ "[": 1, "{": 1, "]": -1, "}": -1 }[stream.current()] || 0));
    return "punctuation";
  }
  stream.match(state.flow ? /^(?:[^\s,[\]{}:]|:(?!\s|$|[,[\]{}])|\s+(?![\s#,[\]{}]))+/ : /^(?:[^\s:]|:(?!\s|$)|\s+(?![\s#]))+/) ||
    stream.next();
  if (stream.match(/^\s*:(?=\s|$)/, false)) return "propertyName";
  return /^(?:[-+]?[\d.]+|true|false|yes|no|null|~)$/.test(stream.current()) ? "number" : "string";
}

function quoted(stream, state) {
  const closed = state.quote === "'" ? /^(?:[^']|'')*'/ : /^(?:[^"\\]|\\.)*"/;
  if (!stream.match(closed)) return stream.skipToEnd(), "string";
  state.quote = "";
  return stream.match(/^\s*:(?=\s|$)/, false) ? "propertyName" : "string";
}

const depthOf = (text) => text.length - text.trimStart().length;
const isBare = (text) => /^\s*(#|$)/.test(text);

// A new line stands as deep as the one above it, and deeper after a key without a value.
function depthAfter(context, at) {
  const above = context.lineAt(at, -1).text.slice(0, Math.max(0, at - context.lineAt(at, -1).from));
  return depthOf(above) + (/:\s*(#.*)?$/.test(above) && !isBare(above) ? context.unit : 0);
}

// A key folds what stands deeper below it.
function deeperBelow(state, from) {
  const line = state.doc.lineAt(from);
  if (isBare(line.text)) return null;
  let last = line;
  for (let number = line.number + 1; number <= state.doc.lines; number += 1) {
    const below = state.doc.line(number);
    if (isBare(below.text)) continue;
    if (depthOf(below.text) <= depthOf(line.text)) break;
    last = below;
  }
  return last.number > line.number ? { from: line.to, to: last.to } : null;
}

function colours(cm) {
  const { tags } = cm;
  return cm.HighlightStyle.define([
    { tag: tags.propertyName, color: "var(--st-link-color)", fontWeight: "600" },
    { tag: tags.string, color: "var(--st-green-text-color)" },
    { tag: tags.comment, color: "var(--st-gray-text-color)", fontStyle: "italic" },
    { tag: [tags.keyword, tags.meta, tags.number], color: "var(--st-orange-text-color)" },
    { tag: tags.punctuation, color: "var(--st-gray-text-color)" },
  ]);
}

function look(cm) {
  const soft = (share) => `color-mix(in srgb, var(--st-primary-color) ${share}%, transparent)`;
  const bar = { backgroundColor: "var(--st-secondary-background-color)", color: "var(--st-text-color)" };
  const field = {
    backgroundColor: "var(--st-background-color)", backgroundImage: "none", color: "var(--st-text-color)",
    border: "1px solid var(--st-border-color)", borderRadius: "4px", fontSize: "13px", padding: "3px 8px",
  };
  return cm.EditorView.theme({
    "&": { height: "100%", fontSize: "13.5px", color: "var(--st-text-color)", backgroundColor: "transparent" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--st-code-font)", lineHeight: "1.65" },
    ".cm-content": { caretColor: "var(--st-text-color)", padding: "6px 0" },
    ".cm-cursor": { borderLeftColor: "var(--st-text-color)", borderLeftWidth: "2px" },
    ".cm-gutters": { ...bar, color: "var(--st-gray-text-color)", borderRight: "1px solid var(--st-border-color)" },
    ".cm-activeLine": { backgroundColor: soft(7) },
    ".cm-activeLineGutter": { backgroundColor: soft(14), color: "var(--st-text-color)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      background: soft(28),
    },
    ".cm-selectionMatch": { backgroundColor: soft(16) },
    ".cm-searchMatch": { backgroundColor: "rgba(229, 180, 0, 0.35)" },
    ".cm-searchMatch-selected": { backgroundColor: "rgba(229, 140, 0, 0.6)" },
    "&.cm-focused .cm-matchingBracket": { backgroundColor: soft(25), outline: "none" },
    ".cm-lintRange-error": {
      backgroundImage: "none", textDecoration: "underline wavy var(--st-red-color)", textUnderlineOffset: "3px",
      backgroundColor: "color-mix(in srgb, var(--st-red-color) 12%, transparent)",
    },
    ".cm-panels": { ...bar, borderColor: "var(--st-border-color)", fontFamily: "var(--st-font)" },
    ".cm-panel.cm-search": { padding: "6px 28px 6px 8px" },
    ".cm-panel.cm-search input, .cm-panel.cm-search button": field,
    ".cm-panel.cm-search label": { fontSize: "13px" },
    ".cm-panel.cm-search [name=close], .cm-panel.cm-panel-lint [name=close]": {
      ...field, border: "none", fontSize: "18px", color: "var(--st-text-color)", backgroundColor: "transparent",
    },
    ".cm-tooltip": { ...bar, border: "1px solid var(--st-border-color)", borderRadius: "6px", maxWidth: "34em" },
    ".cm-diagnostic": { fontFamily: "var(--st-font)", fontSize: "13px", padding: "6px 10px" },
    ".cm-diagnostic-error": { borderLeft: "4px solid var(--st-red-color)" },
    ".cm-foldPlaceholder": { ...bar, border: "1px solid var(--st-border-color)", padding: "0 6px" },
  });
}

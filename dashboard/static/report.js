// Draws a report from its blocks. Text only ever enters as textContent: nothing in a report is markup.
// What is drawn stays as long as the report does; another fact only moves the highlight.
// What a cell of numbers holds: it is not broken, and its digits stand under each other.
const NUMBER = /^\s*[<>≥≤≈±+−-]?\s*[\d,，.．]+\s*[%％‰]?\s*$/;
const DATE = /^\s*\d{4}(?:[-./]\d{1,2}){1,2}\s*$/;

function element(name, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}

function button(node, title) {
  node.setAttribute("role", "button");
  node.tabIndex = 0;
  node.title = title;
}

function drawPiece(piece, data, seen) {
  const facts = piece.f || [];
  const remarks = facts.length ? [] : piece.r || [];
  if (!facts.length && !piece.r && !piece.s && !piece.o) return document.createTextNode(piece.t);
  const made = element(facts.length ? "mark" : "span");
  made.textContent = piece.t;
  if (piece.s) made.dataset.sentences = piece.s.join(" ");
  if (piece.o) made.dataset.outline = piece.o.join(" ");
  if (facts.length) {
    const look = data.facts[facts[0]];
    made.classList.add("fact");
    made.style.setProperty("--hue", look.colour);
    made.style.setProperty("--line", look.line);
    made.dataset.facts = facts.join(" ");
    button(made, facts.map((number) => data.facts[number].title).join(" / "));
    if (seen.has(facts[0])) made.tabIndex = -1; // one stop for each fact, however many pieces it is in
    seen.add(facts[0]);
  }
  if (piece.r) made.dataset.remarks = piece.r.join(" ");
  if (remarks.length) {
    made.classList.add("remark");
    button(made, `${data.words.left_out} ${remarks.map((number) => data.remarks[number]).join(" / ")}`);
  }
  return made;
}

// The blank lines next to a heading or a table are its margin already.
function withoutBlankEnds(pieces) {
  const [first, last] = [pieces[0], pieces[pieces.length - 1]];
  if (first) first.t = first.t.replace(/^\s*\n/, "");
  if (last) last.t = last.t.replace(/\n\s*$/, "");
  return pieces.some((piece) => piece.t.trim());
}

function drawBlock(block, data, seen) {
  if (block.k === "table") {
    const frame = element("div", "wide");
    const table = element("table");
    block.rows.forEach((row, number) => {
      const line = table.insertRow();
      if (number < block.heads) line.classList.add("head");
      row.forEach((cell, place) => {
        const made = line.insertCell();
        made.append(...cell.map((piece) => drawPiece(piece, data, seen)));
        if (block.reach) [made.colSpan, made.rowSpan] = block.reach[number][place];
        if (NUMBER.test(made.textContent)) made.classList.add("number");
        else if (DATE.test(made.textContent)) made.classList.add("date");
      });
    });
    frame.append(table);
    return frame;
  }
  const made = element("div", block.k === "h" ? "heading" : "lines");
  if (block.k !== "h" && !withoutBlankEnds(block.p)) return null;
  if (block.k === "h") {
    made.setAttribute("role", "heading");
    made.setAttribute("aria-level", "3");
  }
  let quiet = block.q || 0; // the signs that a text file marks a heading with
  for (const piece of block.p) {
    if (quiet && !piece.f && !piece.r) {
      const signs = element("span", "signs");
      signs.textContent = piece.t.slice(0, quiet);
      made.append(signs);
      const rest = { ...piece, t: piece.t.slice(quiet) };
      quiet = Math.max(0, quiet - piece.t.length);
      if (rest.t) made.append(drawPiece(rest, data, seen));
    } else {
      made.append(drawPiece(piece, data, seen));
    }
  }
  return made;
}

const has = (list, number) => (list || "").split(" ").includes(String(number));

function highlight(report, data) {
  const fact = report.drawn.facts[data.current];
  let first = null;
  for (const node of report.querySelectorAll("[data-facts], [data-sentences], [data-remarks]")) {
    const current = data.remark < 0 && has(node.dataset.facts, data.current);
    node.classList.toggle("current", current);
    node.classList.toggle("sentence", data.remark < 0 && Boolean(fact) && has(node.dataset.sentences, fact.s));
    const chosen = data.remark >= 0 && has(node.dataset.remarks, data.remark);
    node.classList.toggle("chosen", chosen);
    if (current || chosen) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
    if ((current || chosen) && !first) first = node;
  }
  return first;
}

function show(report, parentElement, data) {
  const fresh = report.dataset.version !== data.version;
  if (fresh) {
    report.drawn = { ...globalThis.kpiReports.get(data.version), words: data.words };
    const seen = new Set();
    const blocks = report.drawn.blocks.map((block) => drawBlock(block, report.drawn, seen));
    report.replaceChildren(...blocks.filter(Boolean));
    report.dataset.version = data.version;
    report.setAttribute("aria-label", data.words.alt);
    drawLegend(parentElement.querySelector(".legend"), report.drawn);
  }
  const open = `${data.current}/${data.remark}`;
  const moved = fresh || report.dataset.open !== open;
  report.dataset.open = open;
  const highlighted = highlight(report, data);
  const [number, times] = data.jump;
  const jumped = number >= 0 && report.dataset.jumps !== String(times);
  report.dataset.jumps = String(times);
  const heading = jumped ? report.querySelector(`[data-outline~="${number}"]`) : null;
  const place = heading || highlighted;
  if (!(moved || heading) || !place) return;
  const top = place.getBoundingClientRect().top - report.getBoundingClientRect().top;
  report.scrollTop += top - report.clientHeight / 3;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const report = parentElement.querySelector(".report");
  const choose = (node) => {
    if (node.dataset.facts) {
      const facts = node.dataset.facts.split(" ").map(Number);
      const at = data.remark < 0 ? facts.indexOf(data.current) : -1;
      setTriggerValue("fact", facts[(at + 1) % facts.length]);
    } else {
      setTriggerValue("remark", Number(node.dataset.remarks.split(" ")[0]));
    }
  };
  report.onclick = (event) => {
    const node = event.target.closest(".fact, .remark");
    if (node) choose(node);
  };
  report.onkeydown = (event) => {
    const node = event.target.closest(".fact, .remark");
    if (node && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose(node);
    }
  };
  let timer = 0;
  const ready = () => {
    if (!globalThis.kpiReports?.has(data.version)) return; // its text is still on the way
    document.removeEventListener("kpi-report", ready);
    timer = setTimeout(() => show(report, parentElement, data), 0);
  };
  document.addEventListener("kpi-report", ready);
  ready();
  return () => {
    clearTimeout(timer);
    document.removeEventListener("kpi-report", ready);
  };
}

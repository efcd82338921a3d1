// Rows of an edit's effect. Text only ever enters as textContent: nothing in a report is markup.
const LONGEST = 260;

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".rows");
  list.setAttribute("aria-label", data.label);
  list.replaceChildren(...data.rows.map((row, at) => drawn(row, () => setTriggerValue("open", at))));
}

function drawn(row, open) {
  const item = made("li", "row");
  if (row.was) item.append(made("div", "was", row.was));
  item.append(made("div", "what", row.what), sentence(row));
  if (row.doc) {
    const link = made("button", "doc", row.doc);
    link.onclick = open;
    item.append(link);
  }
  return item;
}

// The sentence with its words marked; of a long one what stands around the first mark.
function sentence({ text, marks }) {
  const words = made("p", "words");
  const first = marks.length ? marks[0][0] : 0;
  const from = text.length > LONGEST ? Math.max(0, first - LONGEST / 2) : 0;
  const to = Math.min(text.length, Math.max(from + LONGEST, marks.length ? marks[0][1] : 0));
  let at = from;
  if (from > 0) words.append("…");
  for (const [start, end] of marks) {
    if (start < at || end > to) continue;
    words.append(text.slice(at, start), made("mark", "", text.slice(start, end)));
    at = end;
  }
  words.append(text.slice(at, to), to < text.length ? "…" : "");
  return words;
}

function made(kind, name, text = "") {
  const element = document.createElement(kind);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}

// Draws a report from its pieces. Text only ever enters as textContent: nothing in a report is markup.
export default function ({ data, parentElement, setTriggerValue }) {
  const report = parentElement.querySelector(".report");
  report.setAttribute("aria-label", data.label);
  report.replaceChildren();
  let current = null;
  for (const piece of data.pieces) {
    const facts = piece.facts || [];
    if (!facts.length && !piece.sentence && !piece.remark) {
      report.append(document.createTextNode(piece.text));
      continue;
    }
    const mark = document.createElement(facts.length ? "mark" : "span");
    mark.textContent = piece.text;
    if (piece.sentence) mark.classList.add("sentence");
    if (piece.remark) {
      mark.classList.add("remark");
      mark.title = piece.remark;
    }
    if (facts.length) {
      mark.classList.add("fact");
      mark.style.setProperty("--hue", piece.colour);
      mark.title = piece.title;
      mark.tabIndex = 0;
      mark.setAttribute("role", "button");
      const open = () => {
        const at = facts.indexOf(data.current);
        setTriggerValue("fact", facts[(at + 1) % facts.length]);
      };
      mark.onclick = open;
      mark.onkeydown = (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          open();
        }
      };
      if (facts.includes(data.current)) {
        mark.classList.add("current");
        mark.setAttribute("aria-current", "true");
        current = current || mark;
      }
    }
    report.append(mark);
  }
  const timer = setTimeout(() => {
    if (!current) return;
    const box = report.getBoundingClientRect();
    const place = current.getBoundingClientRect();
    report.scrollTop += place.top - box.top - report.clientHeight / 3;
  }, 0);
  return () => clearTimeout(timer);
}

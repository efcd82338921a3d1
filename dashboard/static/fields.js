// Names, values and grounds of a fact, as plain text.
export default function ({ data, parentElement }) {
  const list = parentElement.querySelector(".fields");
  list.replaceChildren();
  for (const [name, value, how] of data.rows) {
    const term = document.createElement("dt");
    term.textContent = name;
    const detail = document.createElement("dd");
    detail.textContent = value;
    if (how) {
      const ground = document.createElement("span");
      ground.className = "how";
      ground.textContent = how;
      detail.append(ground);
    }
    list.append(term, detail);
  }
}

// The brief: its table sorts by any column, and a row or a number opens the sentence behind it.
export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector(".holder");
  for (const [name, value] of Object.entries(data.cookies)) {
    document.cookie = `${name}=${encodeURIComponent(value)}; max-age=31536000; path=/; samesite=lax`;
  }
  holder.open = (fact) => fact && setTriggerValue("open", fact);
  if (holder.dataset.of === data.id) return;
  holder.dataset.of = data.id;
  holder.innerHTML = data.html; // made of elements by kpi.briefs.page: what a report says is text in it
  const body = holder.querySelector("tbody");
  if (!body) return;
  for (const button of holder.querySelectorAll("thead button")) button.onclick = () => sort(body, button);
  holder.onclick = (event) => {
    const below = event.target.closest("[data-leads]");
    if (below) { // a hash does not reach what stands in a shadow
      const note = holder.querySelector(`#${below.dataset.leads}`);
      event.preventDefault();
      note.scrollIntoView({ block: "center" });
      note.focus({ preventScroll: true });
      return;
    }
    const leads = event.target.closest("[data-open]");
    if (!leads || event.target.closest("summary") || String(getSelection())) return;
    event.preventDefault();
    holder.open(leads.dataset.open);
  };
}

// One click sorts, the next turns it over, the third gives the order of the brief back.
function sort(body, button) {
  const head = button.closest("th"), was = head.getAttribute("aria-sort");
  const words = ["verdict", "indicator", "rank"].includes(button.dataset.column);
  const order = words ? ["ascending", "descending", null] : ["descending", "ascending", null];
  const now = order[(order.indexOf(was) + 1) % 3];
  for (const each of head.parentElement.children) each.removeAttribute("aria-sort");
  if (now) head.setAttribute("aria-sort", now);
  const place = [...head.parentElement.children].indexOf(head);
  const at = (row) => Number(row.dataset.at);
  const value = (row) => row.children[place].dataset.sort;
  const rows = [...body.children].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (!now || a === b) return at(one) - at(other);
    if (a === "" || b === "") return a === "" ? 1 : -1; // what has no number comes last either way
    return (now === "ascending" ? 1 : -1) * (Number(a) - Number(b)) || at(one) - at(other);
  });
  body.append(...rows);
}

// The legend above a report, as text or as pages.
function drawLegend(legend, data) {
  legend.replaceChildren();
  if (!data.legend.length) return;
  legend.setAttribute("role", "list");
  legend.setAttribute("aria-label", data.words.legend);
  for (const group of data.legend) {
    const name = document.createElement("span");
    name.className = "group";
    name.setAttribute("role", "listitem");
    name.style.setProperty("--hue", group.colour);
    name.style.setProperty("--line", group.line);
    name.textContent = group.name;
    legend.append(name);
  }
}

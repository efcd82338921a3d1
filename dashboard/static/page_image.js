// A page of a report with the places of its facts; zoom stays with the reader, the rest comes from the server.
const STEP = 1.35, WIDEST = 4, NEAR = 2.2;

function place(node, box) {
  node.style.left = `${box[0] * 100}%`;
  node.style.top = `${box[1] * 100}%`;
  node.style.width = `${Math.max(box[2] - box[0], 0.004) * 100}%`;
  node.style.height = `${Math.max(box[3] - box[1], 0.004) * 100}%`;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const sheet = parentElement.querySelector(".sheet");
  const image = sheet.querySelector("img");
  const words = data.words;
  const zoom = (scale) => {
    const kept = Math.min(Math.max(scale, 1), WIDEST);
    frame.dataset.zoom = String(kept);
    sheet.style.width = `${kept * 100}%`;
  };
  const centre = () => {
    const box = sheet.querySelector(".box.current");
    if (!box) return;
    frame.scrollTop = box.offsetTop + box.offsetHeight / 2 - frame.clientHeight / 3;
    frame.scrollLeft = box.offsetLeft + box.offsetWidth / 2 - frame.clientWidth / 2;
  };
  const tools = { out: [words.smaller, () => zoom(now() / STEP)], in: [words.larger, () => zoom(now() * STEP)],
    whole: [words.whole, () => zoom(1)], near: [words.near, () => { zoom(NEAR); centre(); }] };
  const now = () => Number(frame.dataset.zoom || 1);
  for (const [name, [label, act]] of Object.entries(tools)) {
    const tool = parentElement.querySelector(`.tool.${name}`);
    tool.setAttribute("aria-label", label);
    tool.title = label;
    if (name === "whole" || name === "near") tool.textContent = label;
    tool.onclick = act;
  }
  parentElement.querySelector(".tool.near").disabled = !data.facts.some((fact) => fact.current);
  parentElement.querySelector(".tools").setAttribute("aria-label", words.zoom);
  frame.setAttribute("aria-label", words.page);
  const state = JSON.stringify([data.image.length, data.image.slice(-80), data.facts]);
  if (frame.dataset.state === state) return undefined;
  frame.dataset.state = state;
  drawLegend(parentElement.querySelector(".legend"), data);
  for (const old of sheet.querySelectorAll(".box")) old.remove();
  for (const fact of data.facts) {
    fact.boxes.forEach((box, number) => {
      const node = document.createElement("button");
      node.type = "button";
      node.className = fact.current ? "box current" : "box";
      node.style.setProperty("--hue", fact.colour);
      node.style.setProperty("--line", fact.line);
      node.title = fact.title;
      node.setAttribute("aria-label", fact.title);
      if (fact.current) node.setAttribute("aria-current", "true");
      if (number) node.tabIndex = -1;
      node.onclick = () => setTriggerValue("fact", fact.id);
      place(node, box);
      sheet.append(node);
    });
  }
  image.alt = data.alt;
  image.onload = centre;
  if (image.getAttribute("src") !== data.image) image.src = data.image;
  zoom(now());
  const timer = setTimeout(centre, 0);
  return () => clearTimeout(timer);
}

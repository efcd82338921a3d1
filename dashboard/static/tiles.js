// Places as tiles in a grid: each is a button; the arrow keys go to the next one in their direction.
function tile(each) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `tile ${each.state}`;
  made.style.gridRow = each.row + 1;
  made.style.gridColumn = each.column + 1;
  if (each.tint) {
    made.style.background = each.colour;
    made.style.color = each.ink;
  }
  made.title = each.said;
  made.setAttribute("aria-label", each.said);
  for (const [name, text] of [["name", each.short], ["value", each.value]]) {
    if (!text) continue;
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    made.append(span);
  }
  return made;
}

function legend(box, data) {
  box.replaceChildren();
  const part = (className, ...nodes) => {
    const made = document.createElement("span");
    made.className = className;
    made.append(...nodes);
    box.append(made);
  };
  const sample = (state, colour) => {
    const made = document.createElement("span");
    made.className = `tile ${state}`;
    if (colour) made.style.background = colour;
    return made;
  };
  part("scale", data.words.low, ...data.colours.map((colour) => sample("valued", colour)), data.words.high);
  part("", sample("silent"), data.words.silent);
  part("", sample("empty"), data.words.empty);
}

// The nearest tile in the direction of an arrow key, in the same line first.
function neighbour(from, tiles, [down, right]) {
  const ahead = tiles.filter((each) => (each.row - from.row) * down + (each.column - from.column) * right > 0);
  const away = (each) =>
    down
      ? Math.abs(each.row - from.row) + 3 * Math.abs(each.column - from.column)
      : Math.abs(each.column - from.column) + 3 * Math.abs(each.row - from.row);
  return ahead.sort((one, other) => away(one) - away(other))[0];
}

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export default function ({ data, parentElement, setTriggerValue }) {
  const grid = parentElement.querySelector(".tiles");
  const focused = grid.querySelector(":focus")?.dataset.key;
  grid.replaceChildren();
  grid.style.setProperty("--columns", data.columns);
  grid.setAttribute("aria-label", data.words.label);
  const shown = data.tiles.map((each) => ({ ...each, node: tile(each) }));
  const entry = shown.find((each) => each.key === data.chosen) || shown.find((each) => each.tint) || shown[0];
  for (const each of shown) {
    each.node.dataset.key = each.key;
    each.node.tabIndex = each === entry ? 0 : -1; // one stop for the grid; the arrows go on from there
    each.node.setAttribute("aria-pressed", String(each.key === data.chosen));
    if (each.state === "empty") each.node.setAttribute("aria-disabled", "true");
    each.node.onclick = () => {
      if (each.state !== "empty") setTriggerValue("tile", each.key);
    };
    each.node.onkeydown = (event) => {
      const next = ARROWS[event.key] && neighbour(each, shown, ARROWS[event.key]);
      if (!next) return;
      event.preventDefault();
      for (const other of shown) other.node.tabIndex = other === next ? 0 : -1;
      next.node.focus();
    };
    grid.append(each.node);
  }
  if (focused) shown.find((each) => each.key === focused)?.node.focus();
  const box = parentElement.querySelector(".legend");
  if (data.legend) legend(box, data);
  else box.replaceChildren();
}

// In a table of which a row can be opened, Enter opens the row that the arrow keys stand on: the grid itself knows only
// Shift+Space for that, and would show the text of one cell on Enter.
function openRowsByEnter() {
  document.removeEventListener("keydown", openedByEnter, true);
  document.addEventListener("keydown", openedByEnter, true);
}

function openedByEnter(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  const cell = event.target; // the drawing, or the cell in it that is read out
  if (!cell.closest('[class*="st-key-opens_rows_"] [data-testid="stDataFrame"] canvas')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const select = { key: " ", code: "Space", keyCode: 32, which: 32, shiftKey: true, bubbles: true, cancelable: true };
  cell.dispatchEvent(new KeyboardEvent("keydown", select));
}


// Charts and tables are drawn for the width of the screen; before the page is printed they learn to fit the paper.
const PAPER = 690; // A4 upright between its margins, in CSS pixels

export default function ({ data }) {
  document.documentElement.lang = data.language;
  speak(data.widgets);
  openRowsByEnter();
  closeMenuOnChoice();
  window.addEventListener("beforeprint", fit);
  window.addEventListener("afterprint", restore);
  return () => {
    window.removeEventListener("beforeprint", fit);
    window.removeEventListener("afterprint", restore);
  };
}

function fit() {
  for (const plot of document.querySelectorAll(".js-plotly-plot .svg-container")) {
    const layers = plot.querySelectorAll(":scope > .main-svg");
    if (!layers.length) continue;
    const { width, height } = layers[0].getBoundingClientRect();
    plot.style.setProperty("--print-ratio", `${width} / ${height}`);
    for (const layer of layers) layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
  for (const table of document.querySelectorAll('[data-testid="stDataFrame"]')) {
    const width = table.getBoundingClientRect().width;
    table.style.setProperty("--print-zoom", Math.min(1, PAPER / width));
  }
}

function restore() {
  for (const layer of document.querySelectorAll(".js-plotly-plot .svg-container > .main-svg")) {
    layer.removeAttribute("viewBox");
  }
}

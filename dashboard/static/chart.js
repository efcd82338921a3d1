// A chart that stays on the page: what changes is drawn into the one that is there, which is much faster than anew.
const LEAST_WIDTH = 150;
const PLAIN_SIZE = 6; // of a mark of which nothing is said
const charts = new WeakMap(); // what is known of a chart, by its place
let loading;

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".kpi-chart");
  const chart = charts.get(place) || { place };
  charts.set(place, chart);
  const turn = {};
  Object.assign(chart, { turn, data, tell: (mark) => setTriggerValue("mark", mark) });
  place.setAttribute("aria-label", data.alt);
  place.style.height = `${data.height}px`;
  chart.observer ||= observed(chart);
  if (globalThis.Plotly) draw(chart);
  else library(data.library).then(() => chart.turn === turn && draw(chart), (error) => fail(chart, error));
  return () => {
    if (chart.turn !== turn) return; // it is drawn again already
    chart.turn = null;
    chart.observer.disconnect();
    if (chart.drawn) globalThis.Plotly.purge(place);
    charts.delete(place);
  };
}

/** Plotly, of which there is one on the page: mostly it began to load with the page itself. */
function library(address) {
  loading ||= new Promise((done, failed) => {
    let script = document.querySelector(`script[src="${CSS.escape(address)}"]`);
    if (!script) {
      script = document.createElement("script");
      script.src = address;
      document.head.append(script);
    }
    script.addEventListener("load", () => (globalThis.Plotly ? done() : failed(new Error(`${address} is not Plotly`))));
    script.addEventListener("error", () => failed(new Error(`${address} could not be loaded`)));
  });
  return loading;
}

function fail(chart, error) {
  console.error(error);
  loading = undefined; // the next chart tries again
  document.querySelector(`script[src="${CSS.escape(chart.data.library)}"]`)?.remove();
  const said = document.createElement("p");
  said.className = "failed";
  said.textContent = chart.data.failed;
  chart.place.replaceChildren(said);
}

function draw(chart) {
  const { place, data } = chart;
  const width = Math.max(place.clientWidth, LEAST_WIDTH);
  if (!place.clientWidth) return; // not in sight: drawn as soon as it has a width
  const look = styleOf(place);
  const same = chart.drawn === data.figure && chart.look === look;
  if (same && chart.width === width) return;
  const { data: traces, layout } = JSON.parse(data.figure);
  const template = { layout: templateOf(JSON.parse(look)) };
  const first = chart.drawn === undefined;
  Object.assign(chart, { drawn: data.figure, look, width });
  if (first) place.replaceChildren();
  globalThis.Plotly.react(place, gathered(traces), { ...layout, template, width, height: data.height }, data.config);
  if (first) place.on("plotly_click", (event) => clicked(chart, event));
}

/**
 * The same marks, the few labels among many of them at marks of their own that are not seen: Plotly makes room for a
 * label at every mark of a series that has some, and takes most of it away again. As large as the others they keep their
 * labels as far off.
 */
function gathered(traces) {
  const labels = new Map();
  const kept = traces.map((trace) => {
    const { text, textposition = "middle center", textfont, cliponaxis, xaxis, yaxis, ...rest } = trace;
    const few = Array.isArray(text) && text.filter(Boolean).length * 2 < text.length;
    if (trace.type !== "scatter" || !/\+text$/.test(trace.mode) || !few) return trace;
    const shared = { textfont, cliponaxis, xaxis, yaxis };
    const named = JSON.stringify(shared);
    if (!labels.has(named)) {
      const still = { type: "scatter", mode: "markers+text", hoverinfo: "skip", showlegend: false };
      const marker = { size: [], opacity: 0 };
      labels.set(named, { ...still, ...shared, x: [], y: [], text: [], textposition: [], marker });
    }
    const label = labels.get(named);
    text.forEach((said, at) => {
      if (!said) return;
      label.x.push(trace.x[at]);
      label.y.push(trace.y[at]);
      label.text.push(said);
      label.textposition.push(ofMark(textposition, at));
      label.marker.size.push(ofMark(trace.marker?.size ?? PLAIN_SIZE, at));
    });
    return { ...rest, cliponaxis, xaxis, yaxis, mode: trace.mode.replace("+text", "") };
  });
  return [...kept, ...labels.values()];
}

/** What holds for one mark of a series, where it was said for each or for all. */
function ofMark(said, at) {
  return Array.isArray(said) ? said[at] : said;
}

/** Draws it for a new width, and where it comes into sight. */
function observed(chart) {
  const observer = new ResizeObserver(() => {
    if (globalThis.Plotly && chart.turn) draw(chart);
  });
  observer.observe(chart.place);
  return observer;
}

/** Tells the server what the mark that was clicked leads to. */
function clicked(chart, event) {
  const named = event.points.map((point) => point.customdata).find((each) => each && String(each));
  if (named) chart.tell(String(Array.isArray(named) ? named[0] : named));
}

/** What the theme of the page says of letters and lines, as text that can be compared. */
function styleOf(place) {
  const style = getComputedStyle(place);
  const [ink, paper, edge] = ["text", "background", "border"].map((name) => style.getPropertyValue(`--st-${name}-color`));
  const size = parseFloat(style.getPropertyValue("--st-base-font-size")) || 15;
  return JSON.stringify({ ink, paper, edge, family: style.fontFamily, size });
}

/** What figures leave open: letters and lines as the theme has them. */
function templateOf({ ink, paper, edge, family, size }) {
  const font = { family, size: size * 0.75, color: ink };
  const lines = { gridcolor: edge, zerolinecolor: edge, tickcolor: edge };
  const axis = { ...lines, tickfont: { size: font.size, color: ink }, automargin: true };
  return {
    font,
    xaxis: { ...axis, showgrid: false, zeroline: false },
    yaxis: { ...axis, ticklabelposition: "outside" },
    legend: { font: { size: font.size, color: ink }, borderwidth: 0 },
    margin: { pad: size / 2, l: 0, r: 0 },
    hoverlabel: { bgcolor: paper, bordercolor: edge, font },
  };
}

// A chart of the page as a file that stands alone: its own letters and colours, a title, its sources. Nothing is
// asked of the server. The chart is copied as it is drawn; on a dark page its greys change to those of white paper.
const SVG = "http://www.w3.org/2000/svg";
const FONT =
  "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif";
const INK = "#1b2430";
const QUIET = "#55626f";
const EDGE = 20;
const LEAST_WIDTH = 320;
const MOST_PIXELS = 16000; // a side of a canvas; browsers draw nothing beyond 16,384
const MOST_AREA = 1.6e8;
const MOST_FOOT_LINES = 8;
const DRAWN = new Set(["path", "text", "tspan", "rect", "circle", "ellipse", "line", "polygon", "polyline", "image"]);
const COPIED = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "opacity", "visibility", "clip-path", "vector-effect", "image-rendering",
];
const OF_TEXT = ["font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline"];
const PLAIN = {
  "fill-opacity": "1", stroke: "none", "stroke-opacity": "1", "stroke-dasharray": "none", "stroke-linecap": "butt",
  "stroke-linejoin": "miter", opacity: "1", visibility: "visible", "clip-path": "none", "vector-effect": "none",
  "image-rendering": "auto", "font-style": "normal", "font-weight": "400", "dominant-baseline": "auto",
};
const OF_THE_SCREEN = ".hoverlayer, .draglayer, .zoomlayer, .selectionlayer, .menulayer, .dragcover, .outline-controllers";
const NEVER_FIRST = "，。、；：！？）」』》】〉〕％%,.;:!?)]}…·";
const NEVER_LAST = "（「『《【〈〔([{";

export default function ({ data, parentElement }) {
  const said = parentElement.querySelector(".said");
  const buttons = [...parentElement.querySelectorAll("button")];
  parentElement.querySelector(".picture").setAttribute("aria-label", data.group);
  for (const button of buttons) {
    const kind = button.dataset.kind;
    button.setAttribute("aria-label", data.labels[kind]);
    button.title = data.labels[kind];
    button.onclick = async () => {
      for (const each of buttons) each.disabled = true;
      said.textContent = "";
      try {
        const picture = compose(data);
        if (!picture) said.textContent = data.missing;
        else save(kind === "svg" ? svgFile(picture) : await pngFile(picture), `${data.name}.${kind}`);
      } catch (error) {
        console.error(error);
        said.textContent = data.failed;
      } finally {
        for (const each of buttons) each.disabled = false;
      }
    };
  }
}

/** The picture as an <svg> element of its own; null where the chart is not on the page. */
function compose(data) {
  const plots = plotsOf(data.chart);
  if (!plots.length) return null;
  const names = namesOf(data.chart);
  const boxes = [...plots.map((plot) => plot.querySelector(".main-svg")), ...names].map((each) =>
    each.getBoundingClientRect(),
  );
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const chartWidth = Math.max(...boxes.map((box) => box.right)) - left;
  const chartHeight = Math.max(...boxes.map((box) => box.bottom)) - top;
  const width = Math.ceil(Math.max(chartWidth, LEAST_WIDTH) + 2 * EDGE);
  const page = new Page(width);
  page.text(data.title, { size: 18, weight: 600, colour: INK, lineHeight: 26 });
  page.text(data.unit, { size: 13, colour: QUIET, lineHeight: 20 });
  page.y += 8;
  const dark = isDark();
  plots.forEach((plot, at) => {
    page.svg.append(chartOf(plot, EDGE + boxes[at].left - left, page.y + boxes[at].top - top, dark, `p${at}-`));
  });
  names.forEach((name, at) => {
    const box = boxes[plots.length + at];
    page.svg.append(nameOf(name, EDGE + box.left - left, page.y + box.top - top, box.width));
  });
  page.y += chartHeight + 10;
  page.rule();
  for (const line of data.foot) page.text(line, { size: 12, colour: QUIET, lineHeight: 18, most: MOST_FOOT_LINES });
  return page.finish(data.title, [data.unit, ...data.foot].filter(Boolean).join("\n"));
}

/** White paper that is filled from the top; `y` is where it goes on. */
class Page {
  constructor(width) {
    this.width = width;
    this.y = EDGE - 4;
    this.svg = element("svg", { xmlns: SVG, width, "font-family": FONT });
    this.paper = element("rect", { x: 0, y: 0, width, fill: "#ffffff" });
    this.svg.append(this.paper);
  }

  text(words, { size, colour, lineHeight, weight = 400, most = Infinity }) {
    if (!words) return;
    let lines = wrapped(words, this.width - 2 * EDGE, `${weight} ${size}px ${FONT}`);
    if (lines.length > most) lines = [...lines.slice(0, most - 1), `${lines[most - 1].slice(0, -1)}…`];
    for (const line of lines) {
      const at = { x: EDGE, y: this.y + lineHeight * 0.75, "font-size": size, "font-weight": weight, fill: colour };
      const node = element("text", at);
      node.textContent = line;
      this.svg.append(node);
      this.y += lineHeight;
    }
  }

  rule() {
    const ends = { x1: EDGE, x2: this.width - EDGE, y1: this.y, y2: this.y };
    this.svg.append(element("line", { ...ends, stroke: "#dde2e8" }));
    this.y += 8;
  }

  finish(title, description) {
    const height = Math.ceil(this.y + EDGE - 8);
    this.paper.setAttribute("height", height);
    this.svg.setAttribute("height", height);
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${height}`);
    const [name, about] = [element("title", {}), element("desc", {})];
    name.textContent = title;
    about.textContent = description;
    this.svg.prepend(name, about);
    return { svg: this.svg, width: this.width, height };
  }
}

/** How Streamlit writes a key into a class name. */
function className(key) {
  return `st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, "-")}`;
}

/** All charts inside the element with this key. */
function plotsOf(key) {
  return [...document.querySelectorAll(`.${CSS.escape(className(key))} .js-plotly-plot`)].filter(
    (plot) => plot.querySelector(".main-svg")?.getBoundingClientRect().width > 0,
  );
}

/** The headings that stand between the charts of a key: what tells small multiples apart. */
function namesOf(key) {
  const inside = `.${CSS.escape(className(key))} [data-testid="stMarkdownContainer"] :is(p, h2, h3, h4)`;
  return [...document.querySelectorAll(inside)].filter(
    (name) => name.getBoundingClientRect().width > 0 && name.textContent.trim() && !name.closest("button"),
  );
}

function nameOf(name, x, y, width) {
  const style = getComputedStyle(name.querySelector("strong") || name);
  const size = parseFloat(style.fontSize);
  const group = element("g", { "font-size": size, "font-weight": style.fontWeight, fill: INK });
  wrapped(name.textContent, width + 2, `${style.fontWeight} ${size}px ${FONT}`).forEach((line, at) => {
    const node = element("text", { x: round(x), y: round(y + size * (1.1 + at * 1.4)) });
    node.textContent = line;
    group.append(node);
  });
  return group;
}

/** A copy of a chart that needs no style sheet, moved to its place. */
function chartOf(plot, x, y, dark, prefix) {
  const group = element("g", { transform: `translate(${round(x)},${round(y)})` });
  for (const layer of plot.querySelectorAll(".svg-container > .main-svg")) {
    const copy = layer.cloneNode(true);
    inline(layer, copy, dark);
    copy.querySelectorAll("[data-gone]").forEach((node) => node.remove());
    group.append(...copy.childNodes);
  }
  renamed(group, prefix);
  return group;
}

function inline(source, copy, dark) {
  const style = getComputedStyle(source);
  if (style.display === "none" || source.matches(OF_THE_SCREEN)) {
    copy.setAttribute("data-gone", "");
    return;
  }
  copy.removeAttribute("class");
  for (const name of [...copy.attributes].map((attribute) => attribute.name)) {
    if (name.startsWith("data-") || name === "pointer-events") copy.removeAttribute(name);
  }
  if (DRAWN.has(source.localName)) settle(source, copy, style, dark);
  else if (source.localName === "g") ungroup(copy, style);
  for (let at = 0; at < source.children.length; at += 1) inline(source.children[at], copy.children[at], dark);
}

/** What the style sheets say of a drawn thing, as its own attributes. */
function settle(source, copy, style, dark) {
  const isText = source.localName === "text" || source.localName === "tspan";
  copy.removeAttribute("style");
  for (const name of isText ? [...COPIED, ...OF_TEXT] : COPIED) {
    const value = style.getPropertyValue(name);
    if (!value || value === PLAIN[name] || (name === "stroke-width" && style.stroke === "none")) {
      copy.removeAttribute(name);
    } else copy.setAttribute(name, value);
  }
  if (isText) copy.setAttribute("xml:space", "preserve");
  const onColour = source.closest(".heatmap, .hm, .heatmap-label, .treemaplayer, .pielayer");
  if (!dark || onColour) return;
  for (const name of ["fill", "stroke"]) {
    const value = copy.getAttribute(name);
    if (value) copy.setAttribute(name, onPaper(value, isText));
  }
}

function ungroup(copy, style) {
  copy.removeAttribute("style");
  for (const name of ["opacity", "clip-path"]) {
    const value = style.getPropertyValue(name);
    if (value && value !== PLAIN[name]) copy.setAttribute(name, value);
  }
}

/** A colour of a dark page as it is on paper: greys trade light for dark, the rest stay, text never too pale. */
function onPaper(colour, isText) {
  const found = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(.*)\)$/.exec(colour);
  if (!found) return colour;
  let parts = found.slice(1, 4).map(Number);
  const [high, low] = [Math.max(...parts), Math.min(...parts)];
  if (high - low < 34) {
    const shift = 255 - high - low;
    parts = parts.map((part) => Math.min(255, Math.max(0, part + shift)));
  } else if (isText && (parts[0] * 2 + parts[1] * 5 + parts[2]) / 8 > 140) {
    parts = parts.map((part) => part * 0.55);
  }
  return `rgb${found[4] ? "a" : ""}(${parts.map(Math.round).join(", ")}${found[4]})`;
}

/** Gives the names in a chart a prefix, so that several charts in one picture do not use each other's clips. */
function renamed(group, prefix) {
  for (const node of group.querySelectorAll("*")) {
    for (const { name, value } of [...node.attributes]) {
      if (name === "id") node.setAttribute(name, prefix + value);
      else if (value.includes("url(")) {
        node.setAttribute(name, value.replace(/url\(["']?[^)"'#]*#([^)"']+)["']?\)/g, `url(#${prefix}$1)`));
      } else if (/(^|:)href$/.test(name) && value.startsWith("#")) node.setAttribute(name, `#${prefix}${value.slice(1)}`);
    }
  }
}

/** The words in lines of at most `width`; Chinese breaks anywhere but before a stop, Latin words stay whole. */
function wrapped(words, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const pieces = words.match(/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+/g) || [];
  const lines = [""];
  for (const piece of pieces.flatMap((each) => fitting(each, width, pen))) {
    const line = lines[lines.length - 1];
    if (!line || pen.measureText(line + piece).width <= width || NEVER_FIRST.includes(piece)) {
      lines[lines.length - 1] = line + piece;
    } else if (NEVER_LAST.includes(line.at(-1)) && line.length > 1) {
      lines[lines.length - 1] = line.slice(0, -1);
      lines.push(line.at(-1) + piece);
    } else if (piece.trim()) lines.push(piece);
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}

/** A word in pieces that fit; most words are one. */
function fitting(piece, width, pen) {
  if (piece.length < 8 || pen.measureText(piece).width <= width) return [piece];
  return [...piece];
}

function isDark() {
  const app = document.querySelector('[data-testid="stApp"]') || document.body;
  const parts = (getComputedStyle(app).backgroundColor.match(/[\d.]+/g) || [255, 255, 255]).map(Number);
  return parts[3] !== 0 && (parts[0] * 2 + parts[1] * 5 + parts[2]) / 8 < 110;
}

function svgFile({ svg }) {
  const text = new XMLSerializer().serializeToString(svg);
  return new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', text], { type: "image/svg+xml;charset=utf-8" });
}

/** Twice the size of the screen, or as large as a browser can draw. */
async function pngFile(picture) {
  const { width, height } = picture;
  const scale = Math.min(2, MOST_PIXELS / width, MOST_PIXELS / height, Math.sqrt(MOST_AREA / (width * height)));
  const address = URL.createObjectURL(svgFile(picture));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    if (!blob) throw new Error("the browser drew nothing");
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function element(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== "xmlns") node.setAttribute(key, value);
  return node;
}

function round(number) {
  return Math.round(number * 100) / 100;
}

/// Charts: a Vega-Lite specification into SVG, in the colours of the page, drawn again when width or colours change.
/// Expressions run in Vega's interpreter, because the page's policy lets nothing be evaluated.
import { parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import { el } from "./dom.js";
import { theme } from "./theme.js";

const charts = [];

/// `specify(colours, width)` gives the specification, without width and config; `description` says in words what the chart
/// shows, for those who do not see it.
export function chart(title, description, specify) {
  const drawing = el("div", { "aria-hidden": "true" });
  const holder = el("div", { class: "chart", role: "img", "aria-label": `${title}. ${description}` }, drawing);
  charts.push({ drawing, holder, specify, view: null });
  return el("figure", {}, el("figcaption", {}, title), holder);
}

function draw(it) {
  const width = Math.floor(it.holder.clientWidth);
  if (width === 0) return;
  const { colours, config } = theme();
  const spec = { autosize: { type: "fit-x", contains: "padding" }, width, ...it.specify(colours, width) };
  if (it.view) it.view.finalize();
  const runtime = parse(compile(spec, { config }).spec, {}, { ast: true });
  it.view = new View(runtime, { expr: expressionInterpreter, renderer: "svg", container: it.drawing, hover: false });
  it.width = width;
  return it.view.runAsync();
}

export const drawAll = () => Promise.all(charts.map(draw));

/// Draws again when the page's colours or width change.
export function keepDrawn() {
  let waiting = 0;
  const soon = (which) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => charts.filter(which).forEach(draw), 100);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => soon(() => true));
  addEventListener("resize", () => soon((it) => it.width !== Math.floor(it.holder.clientWidth)));
}

/// Sweeps: throughput and latency against load, with knees and SLOs; where there is no axis of numbers, point by point.
import { chart } from "./chart.js";
import { el } from "./dom.js";
import { curveName, pointName, setting } from "./names.js";
import { isSmallerBetter, metricName, unitOf } from "./metrics.js";
import { drawnLow, estimate, plural, quantity, scaleFor } from "./numbers.js";
import { column, estimated, number, table, text, verdict } from "./table.js";

const mostCurves = 8;
const mostDots = 60;

const axisOf = (sweep) => sweep.axes[sweep.curves.axis];
const isCount = (sweep) => axisOf(sweep).path.endsWith(".count");
const axisTitle = (sweep) => (isCount(sweep) ? "VMs" : axisOf(sweep).name + (sweep.curves.unit ? ` (${sweep.curves.unit})` : ""));

const judgement = (point) => {
  if (point.verdicts.some((word) => word === "broken")) return "breaks the SLO";
  return point.verdicts.every((word) => word === "held") ? "holds the SLO" : "unsure";
};

function rows(sweep, figure, scale) {
  return sweep.curves.curves.slice(0, mostCurves).flatMap((curve) => curve.points.flatMap((index, place) => {
    const value = estimate(sweep.points[index].figures[figure]);
    if (!value) return [];
    return [{
      x: sweep.curves.x[index], y: value.mean / scale.factor, lo: drawnLow(value) / scale.factor, hi: (value.hi ?? value.mean) / scale.factor,
      series: curveName(sweep, curve) || sweep.name, verdict: judgement(sweep.points[index]),
      knee: curve.knee === place, last: curve.last_that_holds === place,
      point: `${setting(axisOf(sweep), sweep.points[index].settings[sweep.curves.axis])}: ${quantity(value.mean, unitOf(sweep.figures[figure].metric))}`,
    }];
  }));
}

function xEncoding(sweep, data) {
  const values = [...new Set(data.map(({ x }) => x))].sort((a, b) => a - b);
  const isLog = values.length > 3 && values[0] > 0 && values.at(-1) / values[0] >= 32;
  return {
    field: "x", type: "quantitative", title: axisTitle(sweep), scale: { ...(isLog ? { type: "log" } : { zero: false }), nice: false, padding: 16 },
    axis: { grid: false, ...(values.length <= 12 ? { values } : {}), ...(isCount(sweep) ? { format: "d" } : {}) },
  };
}

/// A line at each limit of this figure, with its words.
function bound(sweep, figure, scale, colours) {
  return sweep.constraints.filter(({ metric, bound: limit }) => metric && metric === sweep.figures[figure].metric && limit > 0).flatMap((slo) => {
    const data = { values: [{ y: slo.bound / scale.factor, label: `SLO: ${slo.text}` }] };
    return [
      { data, mark: { type: "rule", strokeDash: [6, 4], color: colours.bad }, encoding: { y: { field: "y", type: "quantitative" } } },
      { data, mark: { type: "text", align: "left", baseline: "bottom", dx: 4, dy: -3, color: colours.bad }, encoding: { y: { field: "y", type: "quantitative" }, x: { value: 0 }, text: { field: "label" } } },
    ];
  });
}

function curveSpec(sweep, figure, data, scale, colours, width) {
  const hasSlo = sweep.constraints.length > 0;
  const hasSeries = sweep.curves.curves.length > 1;
  const values = data.flatMap(({ lo, hi }) => [lo, hi]).filter((value) => value > 0);
  const isLog = unitOf(sweep.figures[figure].metric) === "nanoseconds" && data.every(({ lo }) => lo > 0) && Math.max(...values) / Math.min(...values) > 20;
  const y = { field: "y", type: "quantitative", title: `${metricName(sweep.figures[figure].name)}${scale.name ? ` (${scale.name})` : ""}`, scale: isLog ? { type: "log" } : { zero: true } };
  const color = { field: "series", type: "nominal", sort: null, title: null, legend: hasSeries ? { columns: width < 500 ? 1 : 2, symbolType: "square" } : null };
  const shape = hasSlo ? { field: "verdict", type: "nominal", title: null, scale: { domain: ["holds the SLO", "unsure", "breaks the SLO"], range: ["circle", "triangle-up", "cross"] }, legend: { columns: width < 400 ? 1 : 3, symbolFillColor: colours.muted, symbolStrokeColor: colours.muted } } : { value: "circle" };
  const marks = [
    { mark: { type: "area", opacity: 0.18 }, encoding: { y: { field: "lo", type: "quantitative" }, y2: { field: "hi" } } },
    { mark: { type: "line", strokeWidth: 2 }, encoding: { y } },
    { mark: { type: "rule", strokeWidth: 1.5 }, encoding: { y: { field: "lo", type: "quantitative" }, y2: { field: "hi" } } },
    { mark: { type: "point", filled: true, size: 55, opacity: 1 }, encoding: { y, shape, tooltip: { field: "point" } } },
    { transform: [{ filter: "datum.knee" }], mark: { type: "point", filled: false, size: 260, strokeWidth: 2 }, encoding: { y } },
  ];
  const words = [
    { transform: [{ filter: "datum.knee" }], mark: { type: "text", dy: -18, fontWeight: "bold" }, encoding: { y, text: { value: "knee" } } },
    { transform: [{ filter: "datum.last" }], mark: { type: "text", dy: 22 }, encoding: { y, text: { value: "SLO holds to here" } } },
  ];
  const isThroughput = sweep.figures[figure].metric === "ops_per_s";
  return {
    height: 300,
    layer: [
      { data: { values: data }, encoding: { x: xEncoding(sweep, data), color }, layer: isThroughput ? [...marks, ...words] : marks },
      ...bound(sweep, figure, scale, colours),
    ],
  };
}

function describe(sweep, figure, data, unit) {
  const best = data.reduce((a, b) => (isSmallerBetter(sweep.figures[figure].metric) ? b.y < a.y : b.y > a.y) ? b : a, data[0]);
  return `${plural(Math.min(sweep.curves.curves.length, mostCurves), "curve")} over ${axisTitle(sweep)}; best ${best.y.toPrecision(4)} ${unit}, ${best.series}. The figures are in the table below.`;
}

function curveChart(sweep, figure) {
  const scale = scaleFor(unitOf(sweep.figures[figure].metric), sweep.points.map((point) => point.figures[figure]?.[0]));
  const data = rows(sweep, figure, scale);
  if (data.length === 0) return null;
  const name = metricName(sweep.figures[figure].name);
  return chart(`${name} against ${isCount(sweep) ? "VMs" : axisOf(sweep).name}`, describe(sweep, figure, data, scale.name),
    (colours, width) => curveSpec(sweep, figure, data, scale, colours, width));
}

function dotChart(sweep, figure) {
  const { metric, name } = sweep.figures[figure];
  const scale = scaleFor(unitOf(metric), sweep.points.map((point) => point.figures[figure]?.[0]));
  const data = sweep.points.slice(0, mostDots).flatMap((point, i) => {
    const value = estimate(point.figures[figure]);
    return value ? [{ name: pointName(sweep, point) || `point ${i + 1}`, x: value.mean / scale.factor, lo: (value.lo ?? value.mean) / scale.factor, hi: (value.hi ?? value.mean) / scale.factor, best: point.best }] : [];
  });
  if (data.length === 0) return null;
  const x = { field: "x", type: "quantitative", title: `${metricName(name)}${scale.name ? ` (${scale.name})` : ""}`, scale: { zero: false } };
  return chart(`${metricName(name)} of each point`, `${plural(data.length, "point")} with 95 % intervals. The figures are in the table below.`, (colours, width) => ({
    height: 24 * data.length + 8, data: { values: data },
    encoding: { y: { field: "name", type: "nominal", sort: null, title: null, axis: { labelLimit: Math.max(160, width / 2) } } },
    layer: [
      { mark: { type: "rule", color: colours.series[0] }, encoding: { x: { field: "lo", type: "quantitative" }, x2: { field: "hi" } } },
      { mark: { type: "point", filled: true, size: 60, opacity: 1 }, encoding: { x, color: { condition: { test: "datum.best", value: colours.series[1] }, value: colours.series[0] } } },
    ],
  }));
}

function drawn(sweep) {
  const figure = (name) => sweep.figures.findIndex((it) => it.metric === name);
  const throughput = Math.max(0, figure("ops_per_s"));
  const latencies = ["latency_ns.p50", "latency_ns.p99"].map(figure).filter((place) => place >= 0 && place !== throughput);
  const efficiency = [figure("ops_per_cpu_s")].filter((place) => place >= 0 && place !== throughput);
  return [throughput, ...latencies, ...efficiency];
}

function curvesOf(sweep) {
  if (sweep.figures.length === 0) return null;
  const draw = sweep.curves ? curveChart : dotChart;
  const [first, ...others] = drawn(sweep).map((figure) => draw(sweep, figure));
  const left = sweep.curves ? sweep.curves.curves.length - mostCurves : sweep.points.length - mostDots;
  return [first, left > 0 && el("p", { class: "note" }, `${left} more are in the table only.`), el("div", { class: "charts" }, others)];
}

function explanation(sweep) {
  if (!sweep.curves) return null;
  const parts = ["Bands and bars are 95 % intervals."];
  if (sweep.curves.curves.some((curve) => curve.knee !== null)) parts.push("The knee is where throughput against VMs bends most: the point farthest above the straight line from the first to the last one.");
  if (sweep.constraints.length > 0) parts.push(`The SLO: ${sweep.constraints.map((slo) => slo.text).join("; ")}. It holds where the whole interval is within the bound.`);
  return el("p", { class: "note" }, parts.join(" "));
}

const shownFigures = ["ops_per_s", "ops_per_cpu_s", "latency_ns.mean", "latency_ns.p50", "latency_ns.p99", "heavy_exits_per_op", "ipis_per_op", "context_switches_per_op", "dropped_per_s"];

/// A store knows every metric; those that planners ask for come first in its table, the others are left to the file.
const columnsOf = (sweep) => sweep.figures.map((_, i) => i).filter((i) => sweep.source !== "store" || shownFigures.includes(sweep.figures[i].name));

function tableOf(sweep) {
  const figures = columnsOf(sweep);
  const scales = figures.map((i) => scaleFor(unitOf(sweep.figures[i].metric), sweep.points.map((point) => point.figures[i]?.[0])));
  const columns = [column("point"), ...sweep.axes.map(({ name }) => column(name)),
    ...figures.map((i, place) => column(metricName(sweep.figures[i].name), scales[place].name, true)),
    ...sweep.constraints.map((slo) => column(slo.text)), column("runs"), column("failed")];
  const body = sweep.points.map((point, i) => [
    text(point.best ? `${i + 1} ★ best` : String(i + 1)), ...point.settings.map(text),
    ...figures.map((figure, place) => estimated(estimate(point.figures[figure]), scales[place])),
    ...point.verdicts.map(verdict), number(point.done), number(point.failed),
  ]);
  const note = sweep.left_out > 0 ? `The first ${sweep.points.length} of ${sweep.points.length + sweep.left_out} points: a page holds no more. All are in ${sweep.file}.` : null;
  return table(`Points of ${sweep.name || sweep.file}`, columns, body, { note });
}

function failures(sweep) {
  const failed = sweep.points.filter((point) => point.failure);
  if (failed.length === 0) return null;
  return table(`Failures of ${sweep.name || sweep.file}`, [column("point"), column("message")],
    failed.slice(0, 20).map((point) => [text(pointName(sweep, point)), text(point.failure)]));
}

export const loadSections = (report) => report.sweeps.map((sweep) =>
  [el("h3", {}, sweep.name || sweep.file), curvesOf(sweep), explanation(sweep), tableOf(sweep), failures(sweep)]);

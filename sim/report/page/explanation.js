/// Where the time of an operation went, and of every core.
import { chart } from "./chart.js";
import { el } from "./dom.js";
import { estimate, known, percent, quantity, scaleFor } from "./numbers.js";
import { code, column, estimated, folded, share, table, text } from "./table.js";

const className = ({ vms, device }) => `${vms}/${device}`;

/// Parts by their time, the longest first; estimates of no time are left out.
const partsOf = (parts) => Object.entries(parts).map(([part, value]) => ({ part, ...estimate(value) })).filter(({ mean }) => mean > 0).sort((a, b) => b.mean - a.mean);

function operationChart(explanation, name) {
  const rows = explanation.operations.flatMap((operation) => partsOf(operation.parts_ns).map((it) => ({ ...it, of: className(operation) })));
  if (rows.length === 0) return null;
  const scale = scaleFor("nanoseconds", [Math.max(...rows.map(({ mean }) => mean))]);
  const data = rows.map(({ part, of, mean, lo, hi }) => ({ part, of, x: mean / scale.factor, lo: Math.max(lo ?? mean, 0) / scale.factor, hi: (hi ?? mean) / scale.factor, tip: `${of}, ${part}: ${quantity(mean, "nanoseconds")}` }));
  const kinds = new Set(data.map(({ of }) => of));
  const parts = [...new Set(data.map(({ part }) => part))];
  const longest = rows.reduce((a, b) => (b.mean > a.mean ? b : a));
  return chart(`Time of an operation: ${name}`, `Longest: ${longest.part}, ${quantity(longest.mean, "nanoseconds")}. The figures are in the table below.`, (colours) => ({
    height: (kinds.size > 1 ? 34 : 24) * parts.length + 8, data: { values: data },
    encoding: { y: { field: "part", type: "nominal", sort: parts, title: null }, ...(kinds.size > 1 ? { yOffset: { field: "of", sort: null } } : {}) },
    layer: [
      { mark: { type: "bar" }, encoding: { x: { field: "x", type: "quantitative", title: `Time (${scale.name})` }, color: { field: "of", type: "nominal", sort: null, title: null, legend: kinds.size > 1 ? {} : null }, tooltip: { field: "tip" } } },
      { mark: { type: "rule", color: colours.text }, encoding: { x: { field: "lo", type: "quantitative" }, x2: { field: "hi" } } },
    ],
  }));
}

function operationTable(explanation, name) {
  const rows = explanation.operations.flatMap((operation) => {
    const latency = estimate(operation.latency_ns);
    return [{ operation, part: "all of it: the mean latency", ...latency }, ...partsOf(operation.parts_ns).map((it) => ({ operation, latency, ...it }))];
  }).filter(({ mean }) => Number.isFinite(mean));
  if (rows.length === 0) return null;
  const scale = scaleFor("nanoseconds", [Math.max(...rows.map(({ mean }) => mean))]);
  return table(`Time of an operation by its parts, ${name}`, [column("part"), column("operations of"), column("time", scale.name, true), column("of the latency")],
    rows.map(({ operation, part, latency, mean, lo, hi }) => [text(part), text(className(operation)), estimated({ mean, lo, hi }, scale), share(latency ? mean / latency.mean : 1)]));
}

function coreTable(explanation, name) {
  if (explanation.cores.length === 0) return null;
  const rows = explanation.cores.flatMap((core) => partsOf(core.parts).map((it) => [text(`${core.host ? `${core.host} ` : ""}core ${core.id}`), text(it.part), share(it.mean)]));
  return folded("Time of every core by its parts", table(`Time of every core by its parts, ${name}`, [column("core"), column("part"), column("share of the time")], rows));
}

function advice(explanation) {
  if (explanation.advice.length === 0) return null;
  return [el("p", {}, "What would change it:"), el("ul", {}, explanation.advice.map((it) =>
    el("li", {}, `${it.text} (${it.part}, ${percent(it.share)})`, it.settings.length > 0 && [" ", it.settings.map((setting, i) => [i > 0 && ", ", code(setting).shown])])))];
}

export const explanationName = (explanation, i, all) => (all.length > 1 ? `${explanation.scenario.name} (${i + 1})` : explanation.scenario.name);

export const explanationSections = (report) => report.explanations.map((explanation, i, all) => {
  const name = explanationName(explanation, i, all);
  return [el("h3", {}, name), el("p", {}, explanation.bottleneck.sentence), operationChart(explanation, name), advice(explanation),
    operationTable(explanation, name), coreTable(explanation, name)];
});

/// For the summary.
export function explanationFacts(explanation) {
  const first = explanation.operations.find((operation) => operation.latency_ns);
  const latency = first && estimate(first.latency_ns);
  return {
    headline: latency ? known(latency, "nanoseconds") : "unknown",
    facts: [explanation.bottleneck.sentence, ...(first ? partsOf(first.parts_ns).slice(0, 3).map(({ part, mean }) => `${part}: ${quantity(mean, "nanoseconds")}, ${percent(mean / latency.mean)}`) : [])],
  };
}

/// The most load that holds an objective, with the knee and what runs out first.
import { chart } from "./chart.js";
import { el } from "./dom.js";
import { drawnLow, estimate, percent, plural, quantity, scaleFor } from "./numbers.js";
import { column, estimated, number, table, text, verdict } from "./table.js";

const settingsName = (settings) => Object.entries(settings).map(([path, value]) => `${path.split(".").at(-1)} ${value}`).join(", ");
const axisName = (capacity) => (capacity.axis.path.endsWith(".count") ? "VMs" : capacity.axis.path);
/// As the command says it: only what is known exactly is told without a word.
const capacityOf = (row) => (row.capacity ? `${row.extent === "exact" ? "" : "at least "}${row.capacity}` : "none");
const words = new Map([["held", "holds the SLO"], ["broken", "breaks the SLO"]]);

function loadChart(capacity, name) {
  const loads = capacity.rows.flatMap((row) => row.loads.filter((load) => load.ops_per_s).map((load) => ({ row, load, value: estimate(load.ops_per_s) })));
  if (loads.length === 0) return null;
  const scale = scaleFor("per_second", [Math.max(...loads.map(({ value }) => value.mean))]);
  const data = loads.map(({ row, load, value }) => ({
    x: load.load, y: value.mean / scale.factor, lo: drawnLow(value) / scale.factor, hi: (value.hi ?? value.mean) / scale.factor,
    row: settingsName(row.settings) || name, verdict: words.get(load.verdict) ?? "unsure", knee: row.knee?.value === load.value, most: row.capacity === load.value,
    tip: `${axisName(capacity)} ${load.value}: ${quantity(value.mean, "per_second")}`,
  }));
  return chart(`Throughput against ${axisName(capacity)}: ${name}`, `${plural(data.length, "load")} tried; the most that hold: ${capacity.rows.map((row) => row.capacity ?? "none").join(", ")}. The figures are in the table below.`, (colours, width) => {
    const x = { field: "x", type: "quantitative", title: axisName(capacity), scale: { zero: false, padding: 16, nice: false }, axis: { grid: false, ...(loads.length <= 40 ? { values: [...new Set(data.map((it) => it.x))] } : {}), format: ",~r" } };
    const y = { field: "y", type: "quantitative", title: `Throughput (${scale.name})` };
    const color = { field: "row", type: "nominal", sort: null, title: null, legend: capacity.rows.length > 1 ? { columns: width < 500 ? 1 : 2, symbolType: "square" } : null };
    const shape = { field: "verdict", type: "nominal", title: null, scale: { domain: ["holds the SLO", "unsure", "breaks the SLO"], range: ["circle", "triangle-up", "cross"] }, legend: { columns: width < 400 ? 1 : 3, symbolFillColor: colours.muted, symbolStrokeColor: colours.muted } };
    return {
      height: 300, data: { values: data }, encoding: { x, color },
      layer: [
        { mark: { type: "line", strokeWidth: 2 }, encoding: { y } },
        { mark: { type: "rule", strokeWidth: 1.5 }, encoding: { y: { field: "lo", type: "quantitative" }, y2: { field: "hi" } } },
        { mark: { type: "point", filled: true, size: 55, opacity: 1 }, encoding: { y, shape, tooltip: { field: "tip" } } },
        { transform: [{ filter: "datum.knee" }], mark: { type: "point", filled: false, size: 260, strokeWidth: 2 }, encoding: { y } },
        { transform: [{ filter: "datum.knee" }], mark: { type: "text", dy: -18, fontWeight: "bold" }, encoding: { y, text: { value: "knee" } } },
        { transform: [{ filter: "datum.most" }], mark: { type: "rule", strokeDash: [6, 4] } },
        { transform: [{ filter: "datum.most" }], mark: { type: "text", dy: 22 }, encoding: { y, text: { value: "the most that hold" } } },
      ],
    };
  });
}

function rowTable(capacity, name) {
  return table(`Capacity, ${name}`, [column("settings"), column(`most ${axisName(capacity)}`), column("known from"), column("knee"), column("throughput there, of the largest"), column("runs out first")],
    capacity.rows.map((row) => [text(settingsName(row.settings) || "as the study says"), text(row.capacity ?? "none"), text(row.extent), text(row.knee?.value ?? "none seen"),
      row.knee ? { ...number(row.knee.share_of_largest), shown: [percent(row.knee.share_of_largest)] } : number(null), text(row.runs_out.text ?? row.runs_out.resource)]));
}

function loadTable(capacity, name) {
  const rows = capacity.rows.flatMap((row) => row.loads.map((load) => ({ row, load })));
  const scale = scaleFor("per_second", rows.map(({ load }) => load.ops_per_s?.mean));
  return table(`Loads that were tried, ${name}`, [column(axisName(capacity)), column("settings"), column("Throughput", scale.name, true), column("verdict"), column("replicas"), column("failure")],
    rows.map(({ row, load }) => [text(load.value), text(settingsName(row.settings)), estimated(estimate(load.ops_per_s), scale), verdict(load.verdict), number(load.replicas), text(load.failure)]));
}

export const capacitySections = (report) => report.capacities.map((capacity) => {
  const name = capacity.study.name;
  return [el("h3", {}, name), el("p", {}, `What must hold: ${capacity.constraints.join("; ")}.`), loadChart(capacity, name), rowTable(capacity, name), loadTable(capacity, name)];
});

/// For the summary.
export function capacityFacts(capacity) {
  const load = (row) => row.loads.find(({ value }) => value === row.capacity)?.load ?? -Infinity;
  const best = capacity.rows.reduce((most, row) => (!most || load(row) > load(most) ? row : most), null);
  return {
    headline: best?.capacity ?? "none",
    unit: axisName(capacity) + (!best?.capacity ? "" : best.extent === "exact" ? " at most" : " at least: more may hold"),
    facts: [`What must hold: ${capacity.constraints.join("; ")}`, ...capacity.rows.slice(0, 6).map((row) => {
      const of = settingsName(row.settings);
      return (of || row.knee) && `${of ? `${of}: ` : ""}${capacityOf(row)}${row.knee ? `, knee at ${row.knee.value}` : ""}`;
    }), best?.runs_out.text],
  };
}

/// Single results: latency, where host CPU time went, who used every core, and all metrics.
import { chart } from "./chart.js";
import { el } from "./dom.js";
import { metricKeys, metricName, unitOf } from "./metrics.js";
import { drawnLow, member, percent, plural, quantity, scaleFor } from "./numbers.js";
import { code, column, estimated, folded, number, share, table, text } from "./table.js";

const mostRuns = 8;
const mostTasks = 8;

/// Runs of one scenario are told apart by number.
export function runNames(report) {
  const seen = new Map();
  for (const run of report.results) seen.set(run.scenario.name, (seen.get(run.scenario.name) ?? 0) + 1);
  return report.results.map((run, i) => (seen.get(run.scenario.name) > 1 ? `${run.scenario.name} (${i + 1})` : run.scenario.name) + (run.world === "sim" ? "" : `, ${run.world}`));
}

const quantiles = [["latency_ns.p50", "p50"], ["latency_ns.p90", "p90"], ["latency_ns.p99", "p99"], ["latency_ns.p999", "p99.9"], ["latency_ns.max", "max"]];

function latencyChart(report, names) {
  const runs = report.results.slice(0, mostRuns);
  const points = runs.flatMap((run, i) => quantiles.map(([key, label]) => ({ run: names[i], label, value: member(run.totals, key) }))).filter(({ value }) => value && value.mean > 0);
  if (points.length === 0) return null;
  const scale = scaleFor("nanoseconds", points.map(({ value }) => value.mean));
  const data = points.map(({ run, label, value }) => ({
    run, label, y: value.mean / scale.factor, lo: drawnLow(value) / scale.factor, hi: (value.hi ?? value.mean) / scale.factor,
    tip: `${run}, ${label}: ${quantity(value.mean, "nanoseconds")}`,
  }));
  const ys = data.map(({ y }) => y);
  const isLog = Math.max(...ys) / Math.min(...ys) > 10;
  return chart("Latency", `Percentiles of ${plural(runs.length, "run")}, from the median to the maximum, with 95 % intervals. The figures are in the table of metrics.`, () => ({
    height: 280, data: { values: data },
    encoding: {
      x: { field: "label", type: "ordinal", sort: quantiles.map(([, label]) => label), title: "Share of the operations that are faster", axis: { labelAngle: 0 } },
      color: { field: "run", type: "nominal", sort: null, title: null, legend: runs.length > 1 ? { columns: 1, symbolType: "square" } : null },
    },
    layer: [
      { mark: { type: "line", strokeWidth: 2 }, encoding: { y: { field: "y", type: "quantitative", title: `Latency (${scale.name})`, scale: isLog ? { type: "log" } : { zero: true } } } },
      { mark: { type: "rule", strokeWidth: 1.5 }, encoding: { y: { field: "lo", type: "quantitative" }, y2: { field: "hi" } } },
      { mark: { type: "point", filled: true, size: 55, opacity: 1 }, encoding: { y: { field: "y", type: "quantitative" }, tooltip: { field: "tip" } } },
    ],
  }));
}

/// "vm3/ring/iothread" is an iothread, "hog2" a hog.
const kindOf = (task) => task.split("/").at(-1).replace(/\d+$/, "") || task;

const tasksOf = (cores) => new Set(cores.flatMap((core) => Object.keys(core.by)));

function stacked(title, description, data, { row, rowTitle, value, valueTitle, format, domain }) {
  return chart(title, description, (colours, width) => ({
    height: 30 * new Set(data.map((it) => it[row])).size + 8, data: { values: data }, mark: { type: "bar" },
    encoding: {
      y: { field: row, type: "nominal", sort: null, title: rowTitle, axis: { labelLimit: Math.max(160, width / 2) } },
      x: { field: value, type: "quantitative", title: valueTitle, stack: "zero", axis: { ...(format ? { format } : {}), tickCount: width < 500 ? 5 : 10 }, ...(domain ? { scale: { domain } } : {}) },
      color: { field: "task", type: "nominal", title: null, sort: null, legend: { columns: width < 500 ? 1 : 4 } },
      order: { field: "place", type: "quantitative" }, tooltip: { field: "tip" },
    },
  }));
}

const coreName = (core) => `${core.host ? `${core.host} ` : ""}core ${core.id}`;

function coreChart(run, name) {
  const cores = run.cores.slice(0, 64);
  if (cores.length === 0) return null;
  const shownAs = tasksOf(cores).size > mostTasks ? kindOf : (task) => task;
  const places = new Map();
  const data = cores.flatMap((core) => {
    const sums = new Map();
    for (const [task, part] of Object.entries(core.by)) sums.set(shownAs(task), (sums.get(shownAs(task)) ?? 0) + part);
    return [...sums].map(([task, part]) => {
      if (!places.has(task)) places.set(task, places.size);
      return { core: coreName(core), task, part, place: places.get(task), tip: `${coreName(core)}, ${task}: ${percent(part)}` };
    });
  });
  if (data.length === 0) return null;
  const busy = cores.map((core) => `${coreName(core)} ${percent(core.busy)}`).slice(0, 8).join(", ");
  return stacked(`Core utilisation: ${name}`, `Busy: ${busy}. The figures are in the table of cores.`, data,
    { row: "core", rowTitle: null, value: "part", valueTitle: "Share of the time", format: ".0%", domain: [0, 1] });
}

/// Host CPU seconds of each kind of task for an operation.
function cpuPerOperation(run) {
  const rate = member(run.totals, "ops_per_s")?.mean;
  if (!(rate > 0)) return [];
  const sums = new Map();
  for (const core of run.cores)
    for (const [task, part] of Object.entries(core.by)) sums.set(kindOf(task), (sums.get(kindOf(task)) ?? 0) + part);
  return [...sums].map(([task, busy]) => ({ task, time: (busy / rate) * 1e9 }));
}

function breakdown(report, names) {
  const rows = report.results.slice(0, mostRuns * 2).flatMap((run, i) => cpuPerOperation(run).map((it) => ({ run: names[i], ...it })));
  if (rows.length === 0) return null;
  const scale = scaleFor("nanoseconds", rows.map(({ time }) => time));
  const places = [...new Set(rows.map(({ task }) => task))];
  const data = rows.map(({ run, task, time }) => ({ run, task, time: time / scale.factor, place: places.indexOf(task), tip: `${run}, ${task}: ${quantity(time, "nanoseconds")}` }));
  return [
    stacked("Host CPU time of an operation, by who spends it", "What every kind of thread spends for one operation, on all cores together. The figures are in the table below.", data,
      { row: "run", rowTitle: null, value: "time", valueTitle: `CPU time (${scale.name} per operation)` }),
    folded("Table of the CPU time of an operation", table("Host CPU time of an operation, on all cores together", [column("run"), column("spent by"), column("CPU time", scale.name)],
      rows.map(({ run, task, time }) => [text(run), text(task), number(time, "nanoseconds", scale)]))),
  ];
}

function metricTable(run, name) {
  const keys = metricKeys().filter((key) => member(run.totals, key));
  return table(`Metrics of ${name}`, [column("metric"), column("mean ± 95 %", "", true), column("unit"), column("replicas"), column("key")], keys.map((key) => {
    const value = member(run.totals, key);
    const scale = scaleFor(unitOf(key), [value.mean]);
    return [text(metricName(key)), estimated(value, scale), text(scale.name), number(value.n), code(key)];
  }));
}

const vmKeys = ["ops_per_s", "latency_ns.p50", "latency_ns.p99", "kicks_per_op", "interrupts_per_op", "heavy_exits_per_op", "dropped_per_s"];

function vmTable(run, name) {
  if (run.vms.length === 0) return null;
  const keys = vmKeys.filter((key) => run.vms.some((vm) => member(vm, key)));
  const scales = keys.map((key) => scaleFor(unitOf(key), run.vms.map((vm) => member(vm, key)?.mean)));
  return folded(plural(run.vms.length, "VM"), table(`VMs of ${name}`, [column("VM"), ...keys.map((key, i) => column(metricName(key), scales[i].name, true))],
    run.vms.map((vm) => [text(vm.name), ...keys.map((key, i) => estimated(member(vm, key), scales[i]))]),
    { note: run.left_out ? `${run.left_out} more entries are in ${run.file}.` : null }));
}

function coreTable(run, name) {
  if (run.cores.length === 0) return null;
  const rows = run.cores.flatMap((core) => [[text(coreName(core)), text("all"), share(core.busy)],
    ...Object.entries(core.by).map(([task, part]) => [text(coreName(core)), text(task), share(part)])]);
  return folded(plural(run.cores.length, "core"), table(`Cores of ${name}`, [column("core"), column("task"), column("share of the time")], rows));
}

function referenceTable(run, name) {
  const references = run.references ?? [];
  if (references.length === 0) return null;
  return table(`Published figures of ${name}`, [column("figure"), column("published"), column("predicted"), column("unit"), column("error"), column("role"), column("source")], references.map((reference) => {
    const scale = scaleFor(unitOf(reference.metric), [reference.value ?? reference.predicted]);
    return [text(metricName(reference.metric)), number(reference.value, unitOf(reference.metric), scale), number(reference.predicted, unitOf(reference.metric), scale), text(scale.name), share(reference.error, true), text(reference.role), text(reference.source)];
  }));
}

/// Results beside each other, then each by itself.
export function runSections(report) {
  if (report.results.length === 0) return [];
  const names = runNames(report);
  const note = report.results.length > mostRuns && el("p", { class: "note" }, `The chart of latencies has the first ${mostRuns} of ${report.results.length} runs.`);
  return [el("div", { class: "charts" }, latencyChart(report, names)), note, breakdown(report, names),
    report.results.map((run, i) => [el("h3", {}, names[i]), coreChart(run, names[i]), metricTable(run, names[i]), referenceTable(run, names[i]), vmTable(run, names[i]), coreTable(run, names[i])])];
}

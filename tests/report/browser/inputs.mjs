// Documents to report on, made by the real binary, and hostile copies of them.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const kickpath = process.env.KICKPATH;
export const sources = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../../..");

/// Stdout; what it says is shown only where it fails.
export function run(...args) {
  try {
    return execFileSync(kickpath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
  } catch (error) {
    throw Object.assign(new Error(`kickpath ${args.join(" ")}: exit code ${error.status}\n${String(error.stderr).slice(0, 2000)}`), { status: error.status });
  }
}

export const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const writeJson = (path, value) => { writeFileSync(path, JSON.stringify(value)); return path; };

const smoke = join(sources, "scenarios/smoke/two-vms-same-core.yaml");
const short = ["--set", "run.warmup=5 ms", "--set", "run.duration=20 ms"];
const random = ["--set", "vms[0].devices[0].backend.service={exponential: 5 us}"];

const study = `schema: kickpath.study/1
name: vms
scenario: ${smoke}
set: {run.warmup: 5 ms, run.duration: 20 ms, "vms[0].workload.queue_depth": 1, "vms[0].devices[0].backend.service": {exponential: 10 us}}
axes:
  - grid:
      "vms[0].placement.servers": [same-core, other-core]
      "vms[0].count": [1, 2, 3, 4, 6, 8]
replicas: 3
objectives: [ops_per_s, ops_per_cpu_s, latency_ns.p50, latency_ns.p99]
constraints: ["latency_ns.p99 <= 300 us"]
`;

const capacity = `schema: kickpath.study/1
name: most
scenario: ${smoke}
set: {run.warmup: 5 ms, run.duration: 20 ms, "vms[0].workload.queue_depth": 1, "vms[0].devices[0].backend.service": {exponential: 10 us}}
axes:
  - grid: {"vms[0].placement.servers": [same-core, other-core]}
  - grid: {"vms[0].count": [1, 2, 3, 4, 6, 8]}
constraints: ["latency_ns.p99 <= 300 us"]
`;

const suite = `schema: kickpath.suite/1
name: small
scenario: ${smoke}
set: {}
grids:
  - name: "{place}-{vms}vm"
    group: pinned
    vary:
      place:
        other: {"vms[0].placement.servers": other-core}
        same: {"vms[0].placement.servers": same-core}
      vms: {"vms[0].count": [1, 2, 4]}
rows:
  - {name: deep, group: deep, set: {"vms[0].workload.queue_depth": 32}}
run: {sim: {warmup: 5 ms, duration: 20 ms, replicas: 3}}
bars:
  - {kind: worst-error, metric: ops_per_s, at_most: 15 %}
  - {kind: median-error, metric: ops_per_s, group: pinned, at_most: 5 %}
  - {kind: orderings, class: clear, at_least: 90 %}
`.replace("set: {}\n", "");

/// A host that does nearly what is predicted: row i by a factor of its own.
function measured(prediction) {
  const rows = prediction.rows.map((row, i) => {
    const value = (key) => row[key].predicted.value * (1 + 0.02 * ((i % 5) - 2.3));
    const figure = (key) => ({ median: value(key), mean: value(key), cv: 0.01, n: 5 });
    return { name: row.name, scenario_hash: row.scenario_hash, totals: { ops_per_s: figure("ops_per_s"), ops_per_cpu_s: figure("ops_per_cpu_s"), "latency_ns.p99": figure("latency_ns.p99") } };
  });
  return { schema: "kickpath.measured/1", suite: { name: "small", hash: "x" }, run: { replicas: 5 }, rows };
}

function validation(folder) {
  const path = (name) => join(folder, name);
  writeFileSync(path("suite.yaml"), suite);
  const prediction = JSON.parse(run("validate", path("suite.yaml"), "--predict-only", "--json", "-"));
  writeJson(path("measured.json"), measured(prediction));
  try {
    run("validate", path("suite.yaml"), "--measured", path("measured.json"), "--json", path("validation.json"));
  } catch (error) {
    if (error.status !== 1) throw error;  // a missed bar
  }
  return path("validation.json");
}

/// The table with other settings and figures: over a load that grows by powers, with latencies that do; and over words alone.
function variants(folder, sweep) {
  const [wide, words] = [readJson(sweep), readJson(sweep)];
  const estimate = (mean) => ({ median: mean, mean, ci95: [-mean, 3 * mean], cv: 0.1, n: 2 });
  wide.study.name = "wide";
  words.study.name = "words";
  wide.rows.forEach((row, i) => {
    row.settings["vms[0].count"] = String(4 ** (i % 6));
    row.objectives["latency_ns.p99"] = estimate(1000 * 10 ** (i % 6));
    row.objectives["latency_ns.p50"] = null;
  });
  words.rows.forEach((row, i) => { row.settings["vms[0].count"] = `word ${i}`; });
  return { wide: writeJson(join(folder, "wide.json"), wide), words: writeJson(join(folder, "words.json"), words) };
}

/// By hand: the published suite takes longer than a test should.
function published(folder) {
  const cell = (scenario, error, role) => ({ scenario, metric: "ops_per_s", published: 1000, predicted: { median: 1000 * (1 + error), mean: 1000 * (1 + error), ci95: [990, 1200], cv: 0.1, n: 3 }, error, role, source: "a table" });
  const study = { name: "doorbell", title: "a guest write (2009)", cells: [cell("pio", 0.05, "predicted"), cell("mmio", -0.1, "fitted"), { ...cell("none", 0, "predicted"), published: null, error: null }], bars: [] };
  return writeJson(join(folder, "published.json"), { schema: "kickpath.published-outcome/1", suite: { name: "published", hash: "x" }, studies: [study], bars: [], good: true });
}

/// One document of every kind.
export function makeInputs(folder) {
  const path = (name) => join(folder, name);
  run("run", smoke, ...short, ...random, "--json", path("same.json"));
  run("run", smoke, ...short, ...random, "--set", "vms[0].placement.servers=other-core", "--json", path("other.json"));
  run("compare", smoke, ...short, "--set-b", "vms[0].placement.servers=other-core", "--budget", "8", "--json", path("comparison.json"));
  run("explain", smoke, ...short, ...random, "--json", path("explanation.json"));
  writeFileSync(path("capacity.yaml"), capacity);
  run("capacity", path("capacity.yaml"), "--json", path("capacity.json"));
  writeFileSync(path("study.yaml"), study);
  run("sweep", path("study.yaml"), "--store", path("vms.sqlite"), "--json", path("sweep.json"));
  return { ...variants(folder, path("sweep.json")), published: published(folder), same: path("same.json"), other: path("other.json"), comparison: path("comparison.json"), explanation: path("explanation.json"), capacity: path("capacity.json"), sweep: path("sweep.json"), store: path("vms.sqlite"), validation: validation(folder) };
}

export const hostileTexts = ["<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "<!--<script>", "]]>", "'\"><svg onload=alert(1)>", "{{constructor.constructor('alert(1)')()}}", "=cmd|' /C calc'!A0", "__proto__"];

/// Every text and every key that is a name becomes hostile; what says of which kind a document is stays.
export function hostile(folder, inputs) {
  let next = 0;
  const fixed = new Set(["schema", "world", "metric", "word", "verdict", "better", "expression", "kind", "role", "class"]);
  const change = (value, key) => {
    if (typeof value === "string") return fixed.has(key) ? value : `${hostileTexts[next++ % hostileTexts.length]} ${value}`;
    if (Array.isArray(value)) return value.map((item) => change(item, key));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) =>
      [key === "by" || key === "settings" || key === "versions" || key === "host" ? `${name} ${hostileTexts[name.length % hostileTexts.length]}` : name, change(part, name)]));
  };
  return ["same", "sweep", "validation", "comparison", "explanation", "capacity"].map((name) => {
    const document = readJson(inputs[name]);
    if (name === "same") document.host = { "<b>cpu</b>": "<script>alert(1)</script>", list: ["<i>"] };
    return writeJson(join(folder, `hostile-${name}.json`), change(document, ""));
  });
}

/// Where every figure comes from: enough to run it again.
import { el } from "./dom.js";
import { code, column, folded, number, table, text } from "./table.js";
import { runNames } from "./runs.js";

const versions = (it) => Object.entries(it ?? {}).map(([name, version]) => `${name} ${version}`).join(", ");
const source = (it) => [text(it?.name), code(it?.hash)];

function subjects(report) {
  const names = runNames(report);
  return [
    ...report.results.map((run, i) => [text(names[i]), text(run.world), ...source(run.scenario), ...source(run.profile), text(run.seed), number(run.replicas), number(run.measured_s), text(versions(run.versions))]),
    ...report.sweeps.map((sweep) => [text(sweep.name || sweep.file), text("sim"), text(sweep.name), code(sweep.hash), ...source(sweep.profile), text(""), text(""), text(""), text(versions(sweep.versions))]),
    ...report.validations.map((it) => [text(`suite ${it.suite.name}`), text("sim, kvm"), ...source(it.suite), ...source(it.profile), text(""), text(""), text(""), text(versions(it.versions))]),
    ...report.published.map((it) => [text(`suite ${it.suite.name}`), text("sim"), ...source(it.suite), text(""), text(""), text(""), text(""), text(""), text("")]),
    ...report.explanations.map((it) => [text(`explained: ${it.scenario.name}`), text("sim"), ...source(it.scenario), ...source(it.profile), text(it.seed), number(it.replicas), number(it.measured_s), text(versions(it.versions))]),
    ...report.capacities.map((it) => [text(`capacity: ${it.study.name}`), text("sim"), ...source(it.study), ...source(it.profile), text(it.seed), text(""), text(""), text(versions(it.versions))]),
    ...report.comparisons.flatMap((it) => ["a", "b"].map((letter) => [text(`${letter.toUpperCase()}: ${it[letter].file}`), text("sim"), ...source(it[letter].scenario), ...source(it[letter].profile), text(it.seed), number(it.replicas), number(it[letter].measured_s), text(versions(it.versions))])),
  ];
}

const inputTable = (report) => table("Files that this page was made of", [column("file"), column("made by"), column("schema"), column("hash of the content")],
  report.inputs.map((input) => [text(input.file), text(`kickpath ${input.made_by}`), code(input.schema ?? "SQLite"), code(input.hash)]));

const subjectTable = (report) => table("What was run, and by what", [column("run"), column("world"), column("scenario or study"), column("hash"), column("profile"), column("profile hash"), column("seed"), column("replicas"), column("measured", "s"), column("versions")], subjects(report));

/// A record of free form, flat: "kvm.module: kvm_amd".
function flat(value, path = "") {
  if (value === null || typeof value !== "object") return [[path, value === null ? "not known" : String(value)]];
  return Object.entries(value).flatMap(([key, part]) => flat(part, path ? `${path}.${key}` : key));
}

function host(title, record) {
  const rows = record && typeof record === "object" ? flat(record).slice(0, 200) : [];
  return rows.length > 0 && folded(title, table(title, [column("of the host"), column("value")], rows.map(([path, value]) => [text(path), text(value)])));
}

function fixed(sweep) {
  if (sweep.fixed.length === 0) return null;
  const title = `Settings of every point of ${sweep.name || sweep.file}`;
  return folded(title, table(title, [column("path"), column("value")], sweep.fixed.map(({ path, value }) => [code(path), text(value)])));
}

export function provenance(report) {
  const names = runNames(report);
  return [
    el("p", { class: "note" }, "The same scenario, profile, seed and versions give the same figures, byte for byte."),
    inputTable(report), subjectTable(report), report.sweeps.map(fixed),
    report.results.map((run, i) => host(`Host of ${names[i]}`, run.host)), report.validations.map((it) => host(`Host of suite ${it.suite.name}`, it.host)),
  ];
}

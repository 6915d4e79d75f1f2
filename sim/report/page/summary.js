/// The first thing to read: a card for each thing that is in the report.
import { el } from "./dom.js";
import { capacityFacts } from "./capacity.js";
import { explanationFacts, explanationName } from "./explanation.js";
import { curveName, pointName } from "./names.js";
import { metricName, unitOf } from "./metrics.js";
import { estimate, known, member, percent, plural, signedPercent } from "./numbers.js";

function card(madeBy, name, headline, unit, facts) {
  return el("li", { class: "card" }, el("p", { class: "made-by" }, madeBy), el("h3", {}, name),
    el("p", { class: "headline" }, headline, unit && el("small", {}, ` ${unit}`)),
    el("ul", {}, facts.filter(Boolean).map((fact) => el("li", {}, fact))));
}

function runCard(run) {
  const figure = (key) => member(run.totals, key);
  const busiest = run.cores.reduce((most, core) => (core.busy > (most?.busy ?? -1) ? core : most), null);
  const madeBy = run.world === "sim" ? "Predicted" : `Measured (${run.world})`;
  return card(madeBy, run.scenario.name, known(figure("ops_per_s"), "per_second"), "operations", [
    figure("latency_ns.p99") && `Latency: half within ${known(figure("latency_ns.p50"), "nanoseconds")}, 99 % within ${known(figure("latency_ns.p99"), "nanoseconds")}`,
    figure("ops_per_cpu_s") && `Cost: ${known(figure("ops_per_cpu_s"), "per_cpu_second")} of host CPU`,
    busiest && `Busiest core: ${percent(busiest.busy)} (core ${busiest.id})`,
  ]);
}

function curveFacts(sweep) {
  const { curves } = sweep;
  if (!curves) return [];
  const axis = sweep.axes[curves.axis].name;
  const at = (curve, place) => sweep.points[curve.points[place]].settings[curves.axis];
  return curves.curves.slice(0, 6).flatMap((curve) => {
    const name = curveName(sweep, curve);
    const of = name ? `${name}: ` : "";
    const facts = [];
    if (curve.knee !== null) facts.push(`${of}knee at ${axis} ${at(curve, curve.knee)}`);
    if (sweep.constraints.length > 0)
      facts.push(curve.last_that_holds === null ? `${of}the SLO does not hold even at ${axis} ${at(curve, 0)}`
        : `${of}the SLO holds up to ${axis} ${at(curve, curve.last_that_holds)}`);
    return facts;
  });
}

/// The point that the sweep calls best; a store calls none so, and then it is the one with most throughput where all
/// constraints hold.
export function bestPoint(sweep) {
  const best = sweep.points.find((point) => point.best);
  if (best) return best;
  const figure = sweep.figures.findIndex(({ name }) => name === "ops_per_s");
  const holding = sweep.points.filter((point) => figure >= 0 && point.figures[figure] && point.verdicts.every((word) => word === "held"));
  return holding.reduce((most, point) => (!most || point.figures[figure][0] > most.figures[figure][0] ? point : most), null);
}

function sweepCard(sweep) {
  const best = bestPoint(sweep);
  const place = Math.max(0, best ? best.figures.findIndex(Boolean) : 0);
  const figure = sweep.figures.findIndex(({ name }) => name === "ops_per_s");
  const shown = sweep.source === "store" && figure >= 0 ? figure : place;
  const failed = sweep.points.reduce((sum, point) => sum + point.failed, 0);
  const total = sweep.points.length + sweep.left_out;
  return card(plural(total, "point"), sweep.name || "store", best ? known(estimate(best.figures[shown]), unitOf(sweep.figures[shown].metric)) : "no best point",
    best && `best ${metricName(sweep.figures[shown].name).toLowerCase()}`, [
      best && pointName(sweep, best) && `Best at ${pointName(sweep, best)}`,
      ...curveFacts(sweep),
      failed > 0 && `${plural(failed, "run")} failed`,
    ]);
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const figuresOfRow = (row) => Object.keys(row).filter((key) => row[key] && typeof row[key] === "object" && "predicted" in row[key]);

function errorFact(validation, key) {
  const errors = validation.rows.filter((row) => row[key] && Number.isFinite(row[key].error)).map((row) => [Math.abs(row[key].error), row.name]);
  if (errors.length === 0) return null;
  const [worst, name] = errors.reduce((a, b) => (b[0] > a[0] ? b : a));
  return `${metricName(key)}: median error ${percent(median(errors.map(([error]) => error)))}, worst ${percent(worst)} (${name})`;
}

function validationCard(validation) {
  const judged = validation.bars.filter(({ verdict }) => verdict === "held" || verdict === "missed" || verdict === "unjudged");
  const held = validation.bars.filter(({ verdict }) => verdict === "held").length;
  const pairs = validation.orderings ? validation.orderings.pairs : [];
  const right = pairs.filter((pair) => pair.right).length;
  const keys = validation.rows.length > 0 ? figuresOfRow(validation.rows[0]) : [];
  return card(validation.orderings ? "Predicted against measured" : "Predicted, not measured", validation.suite.name,
    validation.bars.length > 0 ? `${held} of ${judged.length || validation.bars.length}` : plural(validation.rows.length, "row"),
    validation.bars.length > 0 ? "bars held" : "", [
      ...keys.map((key) => errorFact(validation, key)),
      pairs.length > 0 && `Orderings: ${right} of ${pairs.length} pairs right`,
    ]);
}

/// Fitted figures are told as the predicted ones are: they may miss by far more.
function roleFact(cells, role) {
  const of = cells.filter((cell) => cell.role === role);
  const worst = of.reduce((a, b) => (Math.abs(b.error) > Math.abs(a.error) ? b : a));
  return `${plural(of.length, "figure")} ${role}: median error ${percent(median(of.map((cell) => Math.abs(cell.error))))}, worst ${signedPercent(worst.error)} (${worst.scenario})`;
}

function publishedCard(outcome) {
  const cells = outcome.studies.flatMap((study) => study.cells).filter((cell) => Number.isFinite(cell.error));
  const roles = new Set(["predicted", "fitted", ...cells.map((cell) => cell.role)].filter((role) => cells.some((cell) => cell.role === role)));
  const bars = [outcome, ...outcome.studies].flatMap((of) => (Array.isArray(of.bars) ? of.bars : []));
  const held = bars.filter((bar) => bar?.held === true).length;
  const headline = bars.length > 0 ? [`${held} of ${bars.length}`, "bars held"] : [outcome.good ? "All bars held" : "A bar was missed", ""];
  return card("Predicted against published", outcome.suite.name, ...headline, [...roles].map((role) => roleFact(cells, role)));
}

const verdicts = new Map([["a-is-better", "A is better"], ["b-is-better", "B is better"], ["no-difference", "No difference"]]);

function comparisonCard(comparison) {
  const { a, b, objective } = comparison;
  const same = a.scenario.name === b.scenario.name;
  const headline = verdicts.get(comparison.verdict.word) ?? "Not resolved";
  return card(`Compared by ${metricName(objective.metric).toLowerCase()}`, same ? a.scenario.name : `${a.scenario.name} (A) or ${b.scenario.name} (B)`, headline, "", [
    comparison.verdict.text,
    a.set.length > 0 && `A: ${a.set.join(", ")}`,
    b.set.length > 0 && `B: ${b.set.join(", ")}`,
  ]);
}

function capacityCard(capacity) {
  const { headline, unit, facts } = capacityFacts(capacity);
  return card("Capacity", capacity.study.name, headline, unit, facts);
}

function explanationCard(explanation, i, all) {
  const { headline, facts } = explanationFacts(explanation);
  return card("Explained", explanationName(explanation, i, all), headline, "mean latency", facts);
}

export function cards(report) {
  const all = [
    ...report.validations.map(validationCard), ...report.published.map(publishedCard), ...report.comparisons.map(comparisonCard),
    ...report.capacities.map(capacityCard), ...report.sweeps.map(sweepCard), ...report.explanations.map(explanationCard), ...report.results.map(runCard),
  ];
  const most = 24;
  return [el("ul", { class: "cards", role: "list" }, all.slice(0, most)),
    all.length > most && el("p", { class: "note" }, `${plural(all.length - most, "more thing")} are further down.`)];
}

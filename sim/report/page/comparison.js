/// Two scenarios on the same random numbers.
import { chart } from "./chart.js";
import { el } from "./dom.js";
import { isSmallerBetter, metricName, unitOf } from "./metrics.js";
import { estimate, plural, scaleFor, signedPercent } from "./numbers.js";
import { column, estimated, share, table, text } from "./table.js";

const known = ({ metrics }) => Object.entries(metrics).filter(([, it]) => it.a && it.b && it.difference);

/// Of B, as shares; nothing where B is 0.
function relative([key, { b, difference }]) {
  const whole = estimate(b).mean;
  if (!whole) return null;
  const { mean, lo, hi } = estimate(difference);
  const ends = [(lo ?? mean) / whole, (hi ?? mean) / whole];
  return { key, x: mean / whole, lo: Math.min(...ends), hi: Math.max(...ends) };
}

function side({ x, key }, differs) {
  if (!differs || x === 0) return "no difference";
  return x > 0 === isSmallerBetter(key) ? "B is better" : "A is better";
}

function differences(comparison) {
  const data = known(comparison).flatMap((entry) => {
    const it = relative(entry);
    return it && Math.abs(it.x) < 10 ? [{ ...it, name: metricName(it.key), side: side(it, entry[1].differs), tip: `${metricName(it.key)}: ${signedPercent(it.x)}` }] : [];
  });
  if (data.length === 0) return null;
  return chart("A less B, in shares of B", `${plural(data.length, "metric")} with 95 % intervals. The figures are in the table below.`, (colours) => ({
    height: 22 * data.length + 8, data: { values: data },
    encoding: {
      y: { field: "name", type: "nominal", sort: null, title: null, axis: { grid: true } },
      color: { field: "side", type: "nominal", title: null, scale: { domain: ["A is better", "B is better", "no difference"], range: [colours.series[0], colours.series[1], colours.muted] } },
    },
    layer: [
      { data: { values: [{ x: 0 }] }, mark: { type: "rule" }, encoding: { x: { field: "x", type: "quantitative" }, y: { value: 0 }, y2: { value: "height" }, color: { value: colours.text } } },
      { mark: { type: "rule", strokeWidth: 2 }, encoding: { x: { field: "lo", type: "quantitative" }, x2: { field: "hi" } } },
      { mark: { type: "point", filled: true, size: 60, opacity: 1 }, encoding: { x: { field: "x", type: "quantitative", title: "(A − B) / B", scale: { padding: 12 }, axis: { format: "+.2~p" } }, shape: { field: "side", type: "nominal", title: null, scale: { domain: ["A is better", "B is better", "no difference"], range: ["circle", "square", "diamond"] } }, tooltip: { field: "tip" } } },
    ],
  }));
}

function metricTable(comparison, name) {
  const columns = [column("metric"), column("A", "", true), column("B", "", true), column("A − B", "", true), column("unit"), column("of B"), column("differs")];
  return table(`Every metric of ${name}`, columns, known(comparison).map((entry) => {
    const [key, it] = entry;
    const [a, b, difference] = [it.a, it.b, it.difference].map(estimate);
    const scale = scaleFor(unitOf(key), [Math.max(Math.abs(a.mean), Math.abs(b.mean))]);
    return [text(metricName(key)), estimated(a, scale), estimated(b, scale), estimated(difference, scale), text(scale.name), share(relative(entry)?.x, true), text(it.differs ? "yes" : "no")];
  }));
}

const describe = (letter, { scenario, set }) => el("p", {}, el("strong", {}, letter), ` is ${scenario.name}${set.length > 0 ? ` with ${set.join(", ")}` : ""}.`);

export const comparisonSections = (report) => report.comparisons.map((comparison, i) => {
  const { a, b } = comparison;
  const name = a.scenario.name === b.scenario.name ? `${a.scenario.name}, A and B` : `${a.scenario.name} (A) and ${b.scenario.name} (B)`;
  const numbered = report.comparisons.length > 1 ? `Comparison ${i + 1}: ${name}` : name;
  return [el("h3", {}, numbered), el("p", {}, comparison.verdict.text), describe("A", a), describe("B", b), differences(comparison), metricTable(comparison, numbered)];
});

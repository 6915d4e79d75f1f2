/// Predictions beside what a host did, and beside what others published.
import { chart } from "./chart.js";
import { el } from "./dom.js";
import { metricName, unitOf } from "./metrics.js";
import { apart } from "./names.js";
import { estimate, plural, quantity, scaleFor, signedPercent } from "./numbers.js";
import { figuresOfRow } from "./summary.js";
import { code, column, estimated, number, share, table, text, verdict } from "./table.js";

const mostRows = 100;

/// Rows that have both.
const judged = (validation, key) => validation.rows.filter((row) => row[key] && row[key].predicted && row[key].measured);

const spread = (measured) => (measured.cv === null ? 0 : Math.abs(measured.cv * measured.median));
const end = (value, otherwise) => (Number.isFinite(value) ? value : otherwise);

function scatter(validation, key) {
  const rows = judged(validation, key);
  if (rows.length === 0) return null;
  const scale = scaleFor(unitOf(key), [Math.max(...rows.map((row) => row[key].measured.median))]);
  const scaled = (value) => value / scale.factor;
  const data = rows.map((row) => {
    const { predicted, measured } = row[key];
    return {
      name: `${row.name}: predicted ${quantity(predicted.value, unitOf(key))}, measured ${quantity(measured.median, unitOf(key))}`, group: row.group ?? "rows",
      x: scaled(measured.median), xlo: scaled(measured.median - spread(measured)), xhi: scaled(measured.median + spread(measured)),
      y: scaled(predicted.value), ylo: scaled(end(predicted.ci95[0], predicted.value)), yhi: scaled(end(predicted.ci95[1], predicted.value)),
    };
  });
  const all = data.flatMap(({ x, y }) => [x, y]).filter((value) => value > 0);
  const [least, most] = [Math.min(...all) * 0.9, Math.max(...all) * 1.1];
  const isLog = most / least > 8 && data.every(({ xlo, ylo }) => xlo > 0 && ylo > 0);
  const domain = { type: isLog ? "log" : "linear", domain: isLog ? [least, most] : [0, most], nice: false, clamp: true };
  const axis = (title) => ({ type: "quantitative", title: `${title}${scale.name ? ` (${scale.name})` : ""}`, scale: domain, axis: { tickCount: 5 } });
  const line = { values: [{ x: domain.domain[0], y: domain.domain[0] }, { x: most, y: most }] };
  const hasGroups = new Set(data.map(({ group }) => group)).size > 1;
  const group = { field: "group", type: "nominal", sort: null, title: null, legend: hasGroups ? {} : null };
  return chart(metricName(key), `${plural(rows.length, "row")}, predicted against measured; on the line both are equal. The figures are in the table below.`, (colours) => ({
    height: 300,
    layer: [
      { data: line, mark: { type: "line", color: colours.muted, strokeDash: [4, 4], strokeWidth: 1 }, encoding: { x: { field: "x", ...axis("Measured") }, y: { field: "y", ...axis("Predicted") } } },
      {
        data: { values: data },
        layer: [
          { mark: { type: "rule", opacity: 0.7 }, encoding: { x: { field: "x", ...axis("Measured") }, y: { field: "ylo", ...axis("Predicted") }, y2: { field: "yhi" }, color: { value: colours.muted } } },
          { mark: { type: "rule", opacity: 0.7 }, encoding: { x: { field: "xlo", ...axis("Measured") }, x2: { field: "xhi" }, y: { field: "y", ...axis("Predicted") }, color: { value: colours.muted } } },
          { mark: { type: "point", filled: true, size: 45, opacity: 1 }, encoding: { x: { field: "x", ...axis("Measured") }, y: { field: "y", ...axis("Predicted") }, color: group, shape: group, tooltip: { field: "name" } } },
        ],
      },
    ],
  }));
}

/// Error and interval of each, as shares of what it is compared with.
function errorChart(title, data) {
  if (data.length === 0) return null;
  const labels = apart(data.slice(0, mostRows).map(({ name }) => name));
  const shown = labels.map((label, i) => ({ ...data[i], label }));
  const worst = shown.reduce((a, b) => (Math.abs(b.x) > Math.abs(a.x) ? b : a));
  const hasGroups = new Set(shown.map(({ group }) => group)).size > 1;
  return chart(title, `${plural(shown.length, "row")}; the largest error is ${signedPercent(worst.x)} (${worst.name}). The figures are in the table below.`, (colours, width) => ({
    height: 20 * shown.length + 8, data: { values: shown },
    encoding: { y: { field: "label", type: "nominal", sort: null, title: null, axis: { labelLimit: Math.max(160, width / 2), grid: true } }, color: { field: "group", type: "nominal", sort: null, title: null, legend: hasGroups ? {} : null } },
    layer: [
      { data: { values: [{ x: 0 }] }, mark: { type: "rule", color: colours.text }, encoding: { x: { field: "x", type: "quantitative" }, y: { value: 0 }, y2: { value: "height" }, color: { value: colours.text } } },
      { mark: { type: "rule", strokeWidth: 2, opacity: 0.6 }, encoding: { x: { field: "lo", type: "quantitative" }, x2: { field: "hi" } } },
      { mark: { type: "point", filled: true, size: 55, opacity: 1 }, encoding: { x: { field: "x", type: "quantitative", title: "Error of the prediction", axis: { format: "+.2~p" } }, tooltip: { field: "tip" } } },
    ],
  }));
}

function errors(validation, key) {
  return errorChart(`${metricName(key)}: error of each row, with the prediction's 95 % interval`, judged(validation, key).filter((row) => Number.isFinite(row[key].error)).map((row) => {
    const { predicted, measured, error } = row[key];
    const relative = (value) => (Number.isFinite(value) ? value / measured.median - 1 : error);
    return { name: row.name, group: row.group ?? "rows", x: error, lo: relative(predicted.ci95[0]), hi: relative(predicted.ci95[1]), tip: `${row.name}: ${signedPercent(error)}` };
  }));
}

const ofPrediction = (predicted) => predicted && { mean: predicted.value, lo: predicted.ci95[0], hi: predicted.ci95[1] };

function rowTable(validation, key) {
  const rows = validation.rows.filter((row) => row[key]);
  const scale = scaleFor(unitOf(key), rows.map((row) => row[key].predicted?.value));
  const columns = [column("row"), column("group"), column("predicted", scale.name, true), column("measured", scale.name), column("spread of repeats"), column("error"), column("in the interval"), column("not judged")];
  return table(`${metricName(key)} by row, suite ${validation.suite.name}`, columns, rows.map((row) => {
    const { predicted, measured, error, covered } = row[key];
    return [text(row.name), text(row.group), estimated(ofPrediction(predicted), scale), number(measured?.median, unitOf(key), scale), share(measured?.cv),
      share(error, true), text(typeof covered === "boolean" ? (covered ? "yes" : "no") : ""), text(row.unjudged)];
  }), { note: validation.left_out ? `${validation.left_out} more rows are in ${validation.file}.` : null });
}

function barTable(validation) {
  if (validation.bars.length === 0) return null;
  const limit = (bar) => (Number.isFinite(bar.at_most) ? { word: "at most", value: bar.at_most } : { word: "at least", value: bar.at_least });
  return table(`Bars of suite ${validation.suite.name}`, [column("bar"), column("figure"), column("group"), column("asked"), column("limit"), column("reached"), column("of"), column("verdict")],
    validation.bars.map((bar) => [text(bar.kind), text(bar.metric ? metricName(bar.metric) : bar.class), text(bar.group ?? "all"), text(limit(bar).word),
      share(limit(bar).value), share(bar.reached), number(bar.count), verdict(bar.verdict)]));
}

function orderingTable(validation) {
  const pairs = validation.orderings?.pairs ?? [];
  const wrong = pairs.filter((pair) => !pair.right);
  if (wrong.length === 0) return null;
  return table(`Orderings that came out wrong, suite ${validation.suite.name}`, [column("first"), column("second"), column("axis"), column("class"), column("measured"), column("predicted")],
    wrong.slice(0, mostRows).map((pair) => [text(pair.rows?.[0]), text(pair.rows?.[1]), text(pair.axis), text(pair.class), share(pair.measured, true), share(pair.predicted, true)]));
}

export function validationSections(report) {
  return report.validations.map((validation) => {
    const keys = validation.rows.length > 0 ? figuresOfRow(validation.rows[0]) : [];
    const isMeasured = keys.some((key) => judged(validation, key).length > 0);
    return [
      el("h3", {}, `Suite ${validation.suite.name}`),
      el("p", { class: "note" }, isMeasured
        ? "Predicted values carry 95 % intervals, of the costs' uncertainty and of chance; bars across are one standard deviation of the measured repeats."
        : "Nothing was measured: these are predictions alone."),
      barTable(validation),
      isMeasured && el("div", { class: "charts" }, keys.map((key) => scatter(validation, key))),
      keys.slice(0, 1).map((key) => errors(validation, key)),
      keys.map((key) => rowTable(validation, key)),
      orderingTable(validation),
    ];
  });
}

function publishedErrors(study) {
  return errorChart(`${study.title}: error of each figure`, study.cells.filter((cell) => Number.isFinite(cell.error) && cell.published).map((cell) => {
    const interval = estimate(cell.predicted);
    const relative = (value) => (Number.isFinite(value) ? value / cell.published - 1 : cell.error);
    return { name: `${cell.scenario}, ${metricName(cell.metric).toLowerCase()}`, group: cell.role, x: cell.error, lo: relative(interval?.lo), hi: relative(interval?.hi), tip: `${cell.scenario}: ${signedPercent(cell.error)}` };
  }));
}

function cellTable(study) {
  return table(`Figures of ${study.title}`, [column("scenario"), column("figure"), column("published"), column("predicted", "", true), column("unit"), column("error"), column("role"), column("source")],
    study.cells.map((cell) => {
      const predicted = estimate(cell.predicted);
      const scale = scaleFor(unitOf(cell.metric), [cell.published ?? predicted?.mean]);
      return [text(cell.scenario), text(metricName(cell.metric)), number(cell.published, unitOf(cell.metric), scale), estimated(predicted, scale), text(scale.name), share(cell.error, true), text(cell.role), text(cell.source)];
    }));
}

export const publishedSections = (report) => report.published.map((outcome) => [
  outcome.studies.map((study) => [el("h3", {}, study.title), publishedErrors(study), cellTable(study)]),
  el("p", { class: "note" }, "Fitted: a cost was chosen by that figure. Predicted: none was. Suite ", code(outcome.suite.hash).shown, "."),
]);

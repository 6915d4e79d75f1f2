/// Tables that can be copied into a spreadsheet: shown rounded, copied whole.
import { announce, el, freshId, unseen } from "./dom.js";
import { digits, halfDigits, halfWidth, scaled, scaleFor } from "./numbers.js";

/// Cells: { shown: nodes, raw: [values as they are copied], kind }.
const shortest = 28;
export const text = (value) => ({ shown: [value ?? ""], raw: [value ?? ""], kind: (value ?? "").length <= shortest ? "text short" : "text" });
export const code = (value) => ({ shown: value ? [el("code", {}, value)] : [], raw: [value ?? ""], kind: "text short" });
const unknown = (columns) => ({ shown: ["–", unseen(" not known")], raw: Array(columns).fill(""), kind: "number" });
const data = (value, shown) => el("data", { value: String(value) }, shown);

export function number(value, unit = "count", scale = scaleFor(unit, [value])) {
  if (!Number.isFinite(value)) return unknown(1);
  return { shown: [data(value, scaled(value, scale))], raw: [value], kind: "number" };
}

export function share(value, sign = false) {
  if (!Number.isFinite(value)) return unknown(1);
  const shown = `${sign && value > 0 ? "+" : ""}${digits(Number((value * 100).toFixed(2)))} %`;
  return { shown: [data(value, shown)], raw: [value], kind: "number" };
}

/// Mean and, behind it, half the width of the interval.
export function estimated(value, scale) {
  if (!value || !Number.isFinite(value.mean)) return unknown(3);
  const half = halfWidth(value);
  const shown = [data(value.mean, scaled(value.mean, scale))];
  if (half !== null) shown.push(el("span", { class: "interval" }, ` ± ${halfDigits(half, scale)}`));
  return { shown, raw: [value.mean, value.lo ?? "", value.hi ?? ""], kind: "number" };
}

const verdictClass = new Map([["held", "good"], ["right", "good"], ["broken", "bad"], ["missed", "bad"], ["failed", "bad"]]);
export function verdict(word) {
  return { shown: [el("span", { class: `verdict ${verdictClass.get(word) ?? "open"}` }, word)], raw: [word], kind: "text" };
}

/// Column titles; `estimates: true` are three columns in a copy.
export const column = (title, unit = "", estimates = false) => ({ title: unit ? `${title} (${unit})` : title, estimates });

/// What a spreadsheet takes; text that it would take for a formula is quoted.
function tsv(columns, rows) {
  const field = (value) => {
    if (typeof value === "number") return String(value);
    const line = String(value).replace(/[\t\r\n]+/g, " ");
    return /^[=+\-@]/.test(line) ? `'${line}` : line;
  };
  const titles = columns.flatMap(({ title, estimates }) =>
    estimates ? [title.replace(/ \([^)]*\)$/, ""), `${title} low 95 %`, `${title} high 95 %`].map((it) => it.replace(/ \([^)]*\)/, "")) : [title.replace(/ \([^)]*\)$/, "")]);
  return [titles, ...rows.map((row) => row.flatMap((cell) => cell.raw))].map((row) => row.map(field).join("\t")).join("\n");
}

/// Without the clipboard's permission the table is selected, and the browser's own command copies that.
async function copy(content, table) {
  try {
    await navigator.clipboard.writeText(content);
  } catch {
    getSelection().selectAllChildren(table);
    document.execCommand("copy");
  }
  announce("The table was copied.");
}

/// `columns`: of column(); `rows`: lists of cells, the first of each being the row's heading.
export function table(caption, columns, rows, { note = null } = {}) {
  const id = freshId("table");
  const head = el("tr", {}, columns.map(({ title }) => el("th", { scope: "col" }, title)));
  const body = rows.map((row) => el("tr", {}, row.map((cell, i) =>
    i === 0 ? el("th", { scope: "row" }, cell.shown) : el("td", { class: cell.kind }, cell.shown))));
  const whole = el("table", {}, el("caption", { id }, caption), el("thead", {}, head), el("tbody", {}, body));
  row0Alignment(head, rows);
  const button = el("button", { type: "button", "aria-describedby": id }, "Copy table");
  button.addEventListener("click", async () => {
    await copy(tsv(columns, rows), whole);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy table"; }, 2000);
  });
  return el("div", { class: "table" },
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-labelledby": id }, whole),
    el("div", { class: "tools" }, note ? el("p", { class: "note" }, note) : el("span"), button));
}

/// Headings stand over their numbers.
function row0Alignment(head, rows) {
  [...head.children].forEach((heading, i) => {
    if (i > 0 && rows.length > 0 && rows.every((row) => row[i].kind === "number")) heading.className = "number";
  });
}

/// A table that takes little room until it is opened.
export const folded = (summary, ...content) => el("details", {}, el("summary", {}, summary), content);

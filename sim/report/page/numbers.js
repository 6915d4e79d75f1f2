/// Figures for people: units that fit, four significant digits.

const si = [[1e9, "G"], [1e6, "M"], [1e3, "k"], [1, ""]];
const times = [[1e9, "s"], [1e6, "ms"], [1e3, "µs"], [1, "ns"]];

const units = {
  per_second: si.map(([factor, prefix]) => [factor, `${prefix}/s`]),
  bytes_per_second: si.map(([factor, prefix]) => [factor, `${prefix}B/s`]),
  per_cpu_second: si.map(([factor, prefix]) => [factor, `${prefix}/cpu-s`]),
  bytes_per_cpu_second: si.map(([factor, prefix]) => [factor, `${prefix}B/cpu-s`]),
  nanoseconds: times,
  seconds: times.map(([factor, name]) => [factor / 1e9, name]),
  count: [[1, ""]],
  per_op: [[1, "per op"]],
  share: [[0.01, "%"]],
};

/// The unit in which these values read best: { factor, name }.
export function scaleFor(unit, values) {
  const steps = units[unit] ?? [[1, ""]];
  const known = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs).sort((a, b) => a - b);
  const typical = known.length > 0 ? known[Math.floor(known.length / 2)] : 0;
  const [factor, name] = steps.find(([least]) => typical >= least) ?? (typical > 0 ? steps.at(-1) : plain(steps));
  return { factor, name };
}

const plain = (steps) => steps.find(([factor]) => factor === 1) ?? steps.at(-1);

export function digits(value) {
  const size = Math.abs(value);
  if (size >= 1000) return value.toLocaleString("en", { maximumFractionDigits: 0 });
  if (size > 0 && size < 1e-3) return value.toExponential(2);
  return value.toLocaleString("en", { maximumSignificantDigits: 4 });
}

/// The value in a scale, without the unit's name.
export const scaled = (value, scale) => digits(value / scale.factor);

/// With the unit: "563.1 k/s".
export function quantity(value, unit) {
  if (!Number.isFinite(value)) return "unknown";
  const scale = scaleFor(unit, [value]);
  return scale.name === "" ? scaled(value, scale) : `${scaled(value, scale)} ${scale.name}`;
}

export const percent = (share) => (Number.isFinite(share) ? `${digits(Number((share * 100).toFixed(2)))} %` : "unknown");

export const signedPercent = (share) => (share > 0 ? "+" : "") + percent(share);

/// Half of an interval, behind ±: two digits say enough of it.
export function halfDigits(half, scale) {
  const value = half / scale.factor;
  return value >= 10 ? digits(Math.round(value)) : value.toLocaleString("en", { maximumSignificantDigits: 2 });
}

/// "563.1 ± 2.4 k/s".
export function known(value, unit) {
  if (!value || !Number.isFinite(value.mean)) return "unknown";
  const half = halfWidth(value);
  if (!half) return quantity(value.mean, unit);
  const scale = scaleFor(unit, [value.mean]);
  return `${scaled(value.mean, scale)} ± ${halfDigits(half, scale)} ${scale.name}`.trim();
}

/// An estimate's half width; null where there is no interval.
export function halfWidth({ lo, hi }) {
  return Number.isFinite(lo) && Number.isFinite(hi) ? (hi - lo) / 2 : null;
}

/// `{mean, ci95: [lo, hi], n}` of a result, or `[mean, lo, hi, n]` of a sweep, or null, into { mean, lo, hi, n }.
export function estimate(value) {
  if (!value) return null;
  if (Array.isArray(value)) return { mean: value[0], lo: value[1], hi: value[2], n: value[3] };
  return { mean: value.mean, lo: value.ci95[0], hi: value.ci95[1], n: value.n };
}

/// The lower end as a chart can show it: an interval of few replicas may reach below 0, where no figure and no axis of logarithms
/// does.
export const drawnLow = ({ mean, lo }) => (mean > 0 ? Math.max(lo ?? mean, mean / 100) : mean);

/// A metric's member of a result's totals: "latency_ns.p99" is totals.latency_ns.p99.
export function member(totals, key) {
  let value = totals;
  for (const part of key.split(".")) value = value && Object.hasOwn(value, part) ? value[part] : null;
  return estimate(value);
}

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/// The metrics as the report lists them: label, unit, and which way is better.

let known = new Map();

export function useMetrics(list) {
  known = new Map(list.map((metric) => [metric.key, metric]));
}

export const metricKeys = () => [...known.keys()];

const names = { ops_per_s: "Throughput", ops_per_cpu_s: "Operations per CPU", bytes_per_s: "Data", bytes_per_cpu_s: "Data per CPU" };

/// For headings: "Latency p99".
export function metricName(key) {
  if (Object.hasOwn(names, key)) return names[key];
  const metric = known.get(key);
  if (!metric) return key;
  if (key.startsWith("latency_ns.")) return `Latency ${metric.label}`;
  return metric.label.charAt(0).toUpperCase() + metric.label.slice(1);
}

export const unitOf = (key) => known.get(key)?.unit ?? "plain";
export const isSmallerBetter = (key) => known.get(key)?.better === "smaller";

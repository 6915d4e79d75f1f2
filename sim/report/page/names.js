/// Points and curves of a sweep by their settings.

export function setting(axis, value) {
  return value === "" ? "" : `${axis.name} ${value}`;
}

const joined = (parts) => parts.filter(Boolean).join(", ");

export const pointName = (sweep, point) => joined(sweep.axes.map((axis, i) => setting(axis, point.settings[i])));

/// Without the axis that the curve runs along.
export function curveName(sweep, curve) {
  const others = sweep.axes.filter((_, i) => i !== sweep.curves.axis);
  return joined(others.map((axis, i) => setting(axis, curve.settings[i])));
}

/// Names without the words that all of them begin and end with: a chart's labels have little room, and cut short they may be
/// all alike.
export function apart(names) {
  if (names.length < 2) return names;
  const words = names.map((name) => name.match(/[^-/, ]+[-/, ]*|[-/, ]+/g) ?? [""]);
  const most = Math.min(...words.map((it) => it.length)) - 1;  // one word stays
  const isCommon = (word) => words.every((it) => word(it) === word(words[0]));
  let first = 0;
  while (first < most && isCommon((it) => it[first])) ++first;
  let last = 0;
  while (first + last < most && isCommon((it) => it[it.length - 1 - last])) ++last;
  return words.map((it) => it.slice(first, it.length - last).join("").trim().replace(/,$/, ""));
}

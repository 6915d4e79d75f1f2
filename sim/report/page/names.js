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

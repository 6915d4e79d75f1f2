/// The style sheet's colours, for charts.

const names = ["page", "text", "muted", "grid", "accent", "good", "bad"];

export function theme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const colours = Object.fromEntries(names.map((name) => [name, colour(name)]));
  colours.series = Array.from({ length: 8 }, (_, i) => colour(`series-${i + 1}`));
  return { colours, config: configOf(colours, style.fontFamily) };
}

function configOf({ text, muted, grid, series }, font) {
  return {
    aria: false, background: "transparent", font, padding: 4,
    view: { stroke: null },
    range: { category: series },
    axis: {
      domainColor: grid, gridColor: grid, tickColor: grid, labelColor: muted, titleColor: text,
      labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", titlePadding: 8, labelLimit: 260,
    },
    legend: {
      orient: "bottom", labelColor: text, titleColor: muted, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal",
      labelLimit: 320, columnPadding: 16, symbolOpacity: 1, layout: { bottom: { anchor: "start", direction: "vertical", margin: 4 } },
    },
    text: { color: text, fontSize: 12 },
    rule: { color: muted },
    bar: { discreteBandSize: { band: 0.7 } },
  };
}

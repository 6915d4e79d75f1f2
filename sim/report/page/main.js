/// Builds the page from the report that is in it.
import { capacitySections } from "./capacity.js";
import { comparisonSections } from "./comparison.js";
import { drawAll, keepDrawn } from "./chart.js";
import { el, section } from "./dom.js";
import { explanationSections } from "./explanation.js";
import { loadSections } from "./load.js";
import { useMetrics } from "./metrics.js";
import { plural } from "./numbers.js";
import { provenance } from "./provenance.js";
import { runSections } from "./runs.js";
import { cards } from "./summary.js";
import { publishedSections, validationSections } from "./validation.js";

const report = JSON.parse(document.getElementById("report").textContent);
useMetrics(report.metrics);
document.title = `${report.title} · kickpath report`;

const sections = [
  section("Summary", cards(report)),
  section("Predicted against measured", validationSections(report)),
  section("Predicted against published", publishedSections(report)),
  section("Comparisons", comparisonSections(report)),
  section("Capacity", capacitySections(report)),
  section("Throughput and latency against load", loadSections(report)),
  section("Where the time goes", explanationSections(report)),
  section("Latency, CPU time and cores", runSections(report)),
  section("Profile and provenance", provenance(report)),
].filter(Boolean);

const contents = el("nav", { "aria-label": "Contents" }, el("ul", {}, sections.map((it) => {
  const heading = it.querySelector("h2");
  return el("li", {}, el("a", { href: `#${heading.id}` }, heading.textContent));
})));

document.getElementById("header").append(el("h1", {}, report.title),
  el("p", { class: "lead" }, `A report of kickpath ${report.versions.kickpath}, which predicts what a KVM host does with its virtio notifications. Made of ${plural(report.inputs.length, "document")}.`), contents);
document.getElementById("main").append(...sections);
document.getElementById("footer").append(el("p", {}, "Figures are means; behind ± is half the width of their 95 % interval over replicas. Tables show four digits; a copy has all of them. Nothing on this page is loaded from anywhere."));

drawAll().then(() => {
  keepDrawn();
  document.documentElement.dataset.drawn = "yes";
});

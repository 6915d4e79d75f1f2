// The page of `kickpath report` in a headless Chromium. KICKPATH, CHROMIUM and MODULES come from ./run.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { axeSource, launch, open, tablesOf } from "./browser.mjs";
import { hostile, hostileTexts, makeInputs, readJson, run } from "./inputs.mjs";

const folder = mkdtempSync(join(tmpdir(), "kickpath-report-"));
const shots = process.env.KICKPATH_SCREENSHOTS;  // a folder, for people to look at
let failed = 0;

async function check(sentence, body) {
  try {
    await body();
    console.log(`ok      ${sentence}`);
  } catch (error) {
    ++failed;
    console.log(`FAILED  ${sentence}\n${error.stack}`);
  }
}

const inputs = makeInputs(folder);
const report = join(folder, "report.html");
run("report", ...Object.values(inputs), "--slo", "latency_ns.p99 <= 300 us", "--title", "Everything", "-o", report);
const browser = await launch();

const near = (shown, exact, what) => assert.ok(Object.is(shown, exact), `${what}: the page has ${shown}, the JSON ${exact}`);
const member = (totals, key) => key.split(".").reduce((value, part) => value?.[part], totals);

await check("A page of one document of every kind has at most 2 MB", () => {
  const { size } = statSync(report);
  console.log(`        ${size} bytes`);
  assert.ok(size <= 2_000_000);
});

const looks = { light: {}, dark: { scheme: "dark" }, phone: { width: 375, height: 740 }, "dark phone": { width: 375, height: 740, scheme: "dark" } };
for (const [look, options] of Object.entries(looks)) {
  const { page, seen } = await open(browser, report, options);
  if (shots) await page.screenshot({ path: join(shots, `${look.replace(" ", "-")}.png`), fullPage: true });

  await check(`${look}: it is drawn without a request, a console message or an error`, () => assert.deepEqual(seen, []));

  await check(`${look}: nothing but tables is wider than the screen`, async () => {
    const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
    assert.ok(scroll <= client, `${scroll} > ${client}`);
  });

  await check(`${look}: every chart has marks, and words for those who do not see it`, async () => {
    const charts = await page.$$eval(".chart", (all) => all.map((it) => ({ role: it.getAttribute("role"), label: it.getAttribute("aria-label"), marks: it.querySelectorAll("svg path, svg rect, svg line").length })));
    assert.ok(charts.length >= 10, `${charts.length} charts`);
    for (const chart of charts) assert.ok(chart.role === "img" && chart.label.length > 20 && chart.marks > 3, JSON.stringify(chart));
  });

  await check(`${look}: axe-core finds nothing serious`, async () => {
    await page.evaluate(axeSource);
    const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const told = violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
    console.log(`        ${passes.length} rules held, ${violations.length} not${told.length > 0 ? `: ${told.join("\n        ")}` : ""}`);
    assert.ok(passes.length > 20);
    assert.deepEqual(violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id), []);
  });
  await page.close();
}

{
  const { page, seen } = await open(browser, report);
  const tables = await tablesOf(page);

  await check("Every metric of a result is in its table, with the JSON's mean and interval", () => {
    for (const [name, file] of [["two-vms-same-core (1)", inputs.same], ["two-vms-same-core (2)", inputs.other]]) {
      const { totals } = readJson(file);
      const rows = tables[`Metrics of ${name}`];
      assert.ok(rows.length >= 15, `${rows.length} rows`);
      for (const row of rows) near(row[1].values[0], member(totals, row[4].text).mean, row[4].text);
    }
  });

  await check("Every core's share is the JSON's", () => {
    const rows = tables["Cores of two-vms-same-core (1)"];
    const shares = readJson(inputs.same).cores.flatMap((core) => [core.busy, ...Object.values(core.by)]);
    assert.deepEqual(rows.map((row) => row[2].values[0]), shares);
  });

  await check("Every point of a sweep's table is there, with its figures and verdicts", () => {
    const table = readJson(inputs.sweep);
    const rows = tables["Points of vms"];
    assert.equal(rows.length, table.rows.length);
    table.rows.forEach((point, i) => {
      assert.deepEqual(rows[i].slice(1, 3).map((cell) => cell.text), Object.values(point.settings));
      table.objectives.forEach(({ name }, o) => near(rows[i][3 + o].values[0], point.objectives[name].mean, name));
      assert.equal(rows[i][7].text, point.constraints[0].verdict);
      assert.equal(rows[i][0].text.includes("best"), point.best);
    });
  });

  await check("A store's points have the figures and verdicts of the sweep's table", () => {
    const table = readJson(inputs.sweep);
    const rows = tables["Points of two-vms-same-core"];
    assert.equal(rows.length, table.rows.length);
    for (const row of rows) {
      const [count, servers] = row.slice(1, 3).map((cell) => cell.text);
      const point = table.rows.find(({ settings }) => settings["vms[0].placement.servers"] === servers && settings["vms[0].count"] === count);
      near(row[3].values[0], point.objectives.ops_per_s.mean, "ops_per_s");
      near(row[7].values[0], point.objectives["latency_ns.p99"].mean, "latency_ns.p99");
      assert.ok(row.some((cell) => cell.text === point.constraints[0].verdict));
    }
  });

  await check("Predicted and measured figures and their error are the validation's", () => {
    const { rows, bars } = readJson(inputs.validation);
    for (const [key, name] of [["ops_per_s", "Throughput"], ["latency_ns.p99", "Latency p99"], ["ops_per_cpu_s", "Operations per CPU"]]) {
      const shown = tables[`${name} by row, suite small`];
      rows.forEach((row, i) => {
        assert.equal(shown[i][0].text, row.name);
        near(shown[i][2].values[0], row[key].predicted.value, `${row.name} predicted`);
        near(shown[i][3].values[0], row[key].measured.median, `${row.name} measured`);
        near(shown[i][5].values[0], row[key].error, `${row.name} error`);
      });
    }
    assert.deepEqual(tables["Bars of suite small"].map((row) => row[7].text), bars.map(({ verdict }) => verdict));
  });

  await check("A comparison's differences are the JSON's", () => {
    const { metrics } = readJson(inputs.comparison);
    const rows = Object.entries(tables).find(([caption]) => caption.startsWith("Every metric of"))[1];
    const known = Object.values(metrics).filter(({ difference }) => difference);
    assert.equal(rows.length, known.length);
    rows.forEach((row, i) => [1, 2, 3].forEach((cell, c) => near(row[cell].values[0], known[i][["a", "b", "difference"][c]].mean, row[0].text)));
  });

  await check("Every part of an operation's time is the explanation's, and the parts shown sum to the latency within 0.1 %", () => {
    const rows = tables["Time of an operation by its parts, two-vms-same-core"];
    const [{ latency_ns, parts_ns }] = readJson(inputs.explanation).operations;
    near(rows[0][2].values[0], latency_ns.mean, "latency");
    for (const row of rows.slice(1)) near(row[2].values[0], parts_ns[row[0].text].mean, row[0].text);
    const sum = rows.slice(1).reduce((total, row) => total + row[2].values[0], 0);
    assert.ok(Math.abs(sum / latency_ns.mean - 1) <= 0.001, `${sum} and ${latency_ns.mean}`);
  });

  await check("Published figures, predictions and errors are the JSON's, and what was not published is not known", () => {
    const [{ title, cells }] = readJson(inputs.published).studies;
    const rows = tables[`Figures of ${title}`];
    cells.forEach((cell, i) => {
      near(rows[i][3].values[0], cell.predicted.mean, cell.scenario);
      if (cell.published !== null) near(rows[i][2].values[0], cell.published, cell.scenario);
      else assert.deepEqual([rows[i][2].values, rows[i][2].text], [[], "– not known"]);
    });
  });

  await check("The summary of published figures tells the worst of the fitted ones beside the predicted ones", async () => {
    const facts = await page.$$eval(".card", (all) => all.filter((it) => it.querySelector(".made-by").textContent === "Predicted against published").flatMap((it) => [...it.querySelectorAll("li")].map((fact) => fact.textContent)));
    assert.deepEqual(facts, ["1 figure predicted: median error 5 %, worst +5 % (pio)", "1 figure fitted: median error 10 %, worst -10 % (mmio)"]);
  });

  await check("Every load that was tried has the capacity's throughput and verdict, and the answer is the JSON's", () => {
    const { rows } = readJson(inputs.capacity);
    const loads = rows.flatMap((row) => row.loads);
    const shown = tables["Loads that were tried, most"];
    assert.equal(shown.length, loads.length);
    loads.forEach((load, i) => {
      assert.equal(shown[i][0].text, load.value);
      near(shown[i][2].values[0], load.ops_per_s.mean, load.value);
      assert.equal(shown[i][3].text, load.verdict);
    });
    assert.deepEqual(tables["Capacity, most"].map((row) => row[1].text), rows.map(({ capacity }) => capacity ?? "none"));
  });

  await check("A table is copied whole: every digit, the interval in columns of its own", async () => {
    await page.evaluate(() => [...document.querySelectorAll(".table")].find((it) => it.querySelector("caption").textContent === "Metrics of two-vms-same-core (1)").querySelector("button").click());
    await page.waitForFunction(() => globalThis.copies.length > 0);
    const lines = (await page.evaluate(() => globalThis.copies[0])).split("\n").map((line) => line.split("\t"));
    const { ops_per_s } = readJson(inputs.same).totals;
    assert.deepEqual(lines[1].slice(0, 4), ["Throughput", ops_per_s.mean, ...ops_per_s.ci95].map(String));
    assert.equal(lines[0].length, lines[1].length);
  });

  await check("With the keyboard: the skip link first, and every stop can be seen", async () => {
    const stops = [];
    for (let i = 0; i < 12; ++i) {
      await page.keyboard.press("Tab");
      stops.push(await page.evaluate(() => ({ text: document.activeElement.textContent, outline: getComputedStyle(document.activeElement).outlineStyle, width: parseFloat(getComputedStyle(document.activeElement).outlineWidth) })));
    }
    assert.equal(stops[0].text, "Skip to the report");
    for (const stop of stops) assert.ok(stop.outline !== "none" && stop.width >= 2, JSON.stringify(stop));
  });

  await check("Headings go down by one level at a time, from one h1; there is a main, a header and a footer", async () => {
    const levels = await page.$$eval("h1, h2, h3, h4", (all) => all.map((it) => Number(it.tagName[1])));
    assert.equal(levels.filter((level) => level === 1).length, 1);
    levels.forEach((level, i) => assert.ok(i === 0 || level <= levels[i - 1] + 1));
    assert.equal(await page.$$eval("main, body > header, body > footer, nav", (all) => all.length), 4);
  });

  await check("Through all of this nothing was asked of the network and nothing was said", () => assert.deepEqual(seen, []));
  await page.close();
}

{
  const page_file = join(folder, "hostile.html");
  run("report", ...hostile(folder, inputs), "--title", hostileTexts[1], "-o", page_file);
  const { page, seen } = await open(browser, page_file);
  const innocent = await open(browser, report);

  await check("Names that hold HTML are shown as text, and none is run", async () => {
    assert.deepEqual(seen, []);
    const text = await page.evaluate(() => document.body.textContent);
    for (const hostileText of hostileTexts) assert.ok(text.includes(hostileText), hostileText);
    assert.equal(await page.$eval("h1", (it) => it.textContent), hostileTexts[1]);
    assert.equal(await page.title(), `${hostileTexts[1]} · kickpath report`);
  });

  await check("No element comes from a file", async () => {
    const names = (it) => it.evaluate(() => [...new Set([...document.querySelectorAll("*")].filter((element) => !element.closest("svg")).map((element) => element.tagName))].sort());
    const known = new Set(await names(innocent.page));
    assert.deepEqual((await names(page)).filter((name) => !known.has(name)), []);
    assert.equal(await page.$$eval("script", (all) => all.length), 2);
    assert.equal(await page.$$eval("img, iframe, object, [onload], [onerror], svg script, svg a, svg image", (all) => all.length), 0);
  });

  await check("A script that got into the page would not be run either", async () => {
    const ran = await page.evaluate(() => new Promise((resolve) => {
      addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "alert(2)";
      document.body.append(script);
      setTimeout(() => resolve("it ran"), 2000);
    }));
    assert.equal(ran, "script-src-elem");
  });

  await check("What a spreadsheet would take for a formula is copied as text", async () => {
    await page.evaluate(() => document.querySelectorAll(".table button").forEach((button) => button.click()));
    const copied = (await page.evaluate(() => globalThis.copies)).join("\n");
    assert.ok(copied.includes("'=cmd|"));
    assert.ok(!copied.split(/[\t\n]/).some((field) => field.startsWith("=")));
  });
  await page.close();
  await innocent.page.close();
}

await browser.close();
if (!shots) rmSync(folder, { recursive: true });
else console.log(folder);
console.log(failed === 0 ? "all held" : `${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

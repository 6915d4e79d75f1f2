// A headless Chromium that has no network, and that remembers whatever a page asks for or says.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.MODULES, "package.json"));
const puppeteer = await import(pathToFileURL(require.resolve("puppeteer-core"))).then((it) => it.default ?? it);
export const axeSource = require("axe-core").source;

const asRoot = process.getuid() === 0 ? ["--no-sandbox"] : [];

export const launch = () => puppeteer.launch({
  executablePath: process.env.CHROMIUM, headless: true,
  args: [...asRoot, "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--force-color-profile=srgb"],
});

/// The page, drawn; `seen` lists every request but the page's own, and every word on its console, every error and dialog.
export async function open(browser, file, { width = 1280, height = 900, scheme = "light" } = {}) {
  const page = await browser.newPage();
  const seen = [];
  const url = pathToFileURL(file).href;
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  page.on("console", (message) => seen.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.push(`error: ${error}`));
  page.on("dialog", async (dialog) => { seen.push(`dialog: ${dialog.message()}`); await dialog.dismiss(); });
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (request.url() === url) return request.continue();
    if (!request.url().startsWith("data:")) seen.push(`request: ${request.url()}`);
    return request.url().startsWith("data:") ? request.continue() : request.abort();
  });
  await page.evaluateOnNewDocument(() => {
    globalThis.copies = [];
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { globalThis.copies.push(text); } } });
  });
  await page.goto(url);
  await page.waitForFunction(() => document.documentElement.dataset.drawn === "yes", { timeout: 60_000 }).catch(() => seen.push("it was not drawn"));
  return { page, seen };
}

/// The tables by their captions: rows of cells, each { text, values } with the exact values of its <data> elements.
export const tablesOf = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll("table")].map((table) => [table.caption.textContent,
  [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => ({ text: cell.textContent, values: [...cell.querySelectorAll("data")].map((it) => Number(it.value)) })))])));

// node build.mjs FOLDER OUTPUT: bundles the page. FOLDER has the node_modules that `npm ci` made.
// The output is page.html with style and script inlined, and with a Content-Security-Policy that lets the browser run and
// load these two and nothing else. `kickpath report` puts its data where the marker is.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [folder, output] = process.argv.slice(2).map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const esbuild = createRequire(join(folder, "package.json"))("esbuild");
const marker = "@KICKPATH_REPORT@";

const sha256 = (text) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

function bundle(entry, options) {
  const built = esbuild.buildSync({
    entryPoints: [join(here, entry)],
    nodePaths: [join(folder, "node_modules")],
    bundle: true, minify: true, write: false, legalComments: "none", logLevel: "warning",
    ...options,
  });
  return built.outputFiles[0].text.trim();
}

/** The template's parts are put in as they are: no pattern of String.replace. */
function put(page, place, text) {
  if (page.split(place).length !== 2) throw new Error(`page.html must have ${place} once`);
  return page.replace(place, () => text);
}

const script = bundle("main.js", { format: "iife", target: "es2020" });
const style = bundle("page.css", { target: "chrome100" });
if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) throw new Error("the bundle would end its own element");

const policy = [
  "default-src 'none'", `script-src ${sha256(script)}`, `style-src ${sha256(style)}`, "img-src data:",
  "base-uri 'none'", "form-action 'none'",
].join("; ");
let page = readFileSync(join(here, "page.html"), "utf8");
page = put(page, "@POLICY@", policy);
page = put(page, "@STYLE@", style);
page = put(page, "@SCRIPT@", script);
if (page.split(marker).length !== 2) throw new Error(`the page must have ${marker} once`);
writeFileSync(output, page);

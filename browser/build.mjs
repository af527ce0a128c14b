// Makes the files that pages load from what stands here and from the packages of package-lock.json: the same bytes again.
// Run `npm ci && npm run build`; docs/pages.md says when.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const into = fileURLToPath(new URL("../src/treatygraph/serve/static/", import.meta.url));
const name = "query-editor";

// A test holds this against the sources, so that no bundle is older than they are.
function digest() {
  const sum = createHash("sha256");
  for (const file of [...readdirSync(`${here}${name}`).sort().map((one) => `${name}/${one}`), "package-lock.json"]) {
    sum.update(`${file}\n`).update(readFileSync(here + file));
  }
  return sum.digest("hex");
}

const made = await build({
  entryPoints: [`${here}${name}/index.js`], bundle: true, minify: true, format: "iife", target: "es2022",
  charset: "utf8", legalComments: "none", metafile: true, write: false, absWorkingDir: here,
});
const inside = new Set(Object.keys(made.metafile.inputs)
  .map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
const packages = [...inside].sort().map((one) => {
  const folder = `${here}node_modules/${one}/`;
  const said = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  return { name: one, version: said.version, licence: said.license, text: readFileSync(`${folder}LICENSE`, "utf8").trim() };
});
const list = packages.map((one) => `${one.name} ${one.version} (${one.licence})`);
const head = [`TreatyGraph's query editor, made from browser/ in the repository. Holds:`, ...list,
  `Their licences: ${name}.licences.txt`, `Sources: sha256 ${digest()}`];
writeFileSync(`${into}${name}.js`, `/*\n${head.join("\n")}\n*/\n${made.outputFiles[0].text}`);
writeFileSync(`${into}${name}.licences.txt`, [`What ${name}.js holds besides TreatyGraph's own, and under which licence.`,
  ...packages.map((one, at) => `${list[at]}\n\n${one.text}`)].join("\n\n----\n\n") + "\n");

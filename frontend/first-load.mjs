// What a browser must load before a route shows its own content: the entry, the chunks of the route and of the
// routes around it, and all that these import. Fails when the scripts of one are more than the limit, compressed
// as they are sent (Brotli). Run after a build: node first-load.mjs
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const LIMIT = 150_000;
const read = (path) => readFileSync(new URL(path, import.meta.url));
const manifest = JSON.parse(read("dist/.vite/manifest.json"));
const sizes = new Map();

function sizeOf(file) {
  if (!sizes.has(file)) sizes.set(file, brotliCompressSync(read(`dist/${file}`)).length);
  return sizes.get(file);
}

/** The scripts of a chunk and of everything that it imports at once. */
function scriptsOf(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`The build has no ${key}: build the pages first.`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const one of chunk.imports ?? []) scriptsOf(one, found);
  return found;
}

/** The routes as the router declares them: their path, their parent, and the module of their page. */
function declared() {
  const source = read("src/app/router.tsx").toString();
  const found = new Map();
  for (const [, name, body] of source.matchAll(/^const (\w+) = createRoute\(\{$([\s\S]*?)^\}\);$/gm)) {
    const pick = (pattern) => pattern.exec(body)?.[1];
    found.set(name, {
      parent: pick(/getParentRoute: \(\) => (\w+)/),
      path: pick(/^ {2}path: "([^"]*)"/m) ?? "",
      module: pick(/import\("\.\/([^"]+)"\)/),
    });
  }
  return found;
}

const routes = declared();
const above = (name) => (routes.has(name) ? [...above(routes.get(name).parent), routes.get(name)] : []);
const measured = [...routes]
  .filter(([, { path, module }]) => path && module)
  .map(([name]) => {
    const chain = above(name);
    const files = scriptsOf("index.html");
    for (const { module } of chain) if (module) scriptsOf(`src/app/${module}.tsx`, files);
    const path = chain
      .map((route) => route.path)
      .join("/")
      .replaceAll(/\/+/g, "/");
    return { path, files: [...files], total: [...files].reduce((sum, file) => sum + sizeOf(file), 0) };
  })
  .sort((one, other) => other.total - one.total);

const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(6);
if (measured.length < 40) throw new Error(`Only ${measured.length} routes were found in the router.`);
for (const { path, total } of measured) process.stdout.write(`${kb(total)} kB  ${path}\n`);

const heavy = measured.filter(({ total }) => total > LIMIT);
for (const { path, files, total } of heavy) {
  process.stderr.write(
    `\n${path} loads ${kb(total).trim()} kB of compressed script; ${LIMIT / 1000} kB is the limit. Its biggest chunks:\n`,
  );
  const biggest = files.toSorted((one, other) => sizeOf(other) - sizeOf(one)).slice(0, 6);
  for (const file of biggest) process.stderr.write(`  ${kb(sizeOf(file))} kB  ${file}\n`);
}
process.exit(heavy.length > 0 ? 1 : 0);

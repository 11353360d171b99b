// Which way the page's modules import: view -> services -> pure, and only main.js knows everyone.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../static/js/", import.meta.url));
const ALLOWED = {
  pure: ["pure"],
  services: ["services", "pure"],
  view: ["view", "pure"], // services are handed to views by main.js; of a service a view knows the type alone
};

/**
 * Each module with the modules that it imports, from the root of the page's scripts.
 * @returns {[string, string[]][]}
 */
function modules() {
  const files = readdirSync(ROOT, { recursive: true, encoding: "utf-8" });
  const scripts = files.filter((file) => file.endsWith(".js")).map((file) => file.replaceAll("\\", "/"));
  return scripts.map((file) => {
    const text = readFileSync(join(ROOT, file), "utf-8").replaceAll(/\/\*\*.*?\*\//gs, ""); // types stand in comments
    const named = [
      ...text.matchAll(
        /^(?:import|export)\b[^;]*? from "(\.[^"]+)"|^import "(\.[^"]+)"|\bimport\("(\.[^"]+\.js)"\)(?!\.)/gm,
      ),
    ];
    return [
      file,
      named.map((found) => relative(ROOT, join(ROOT, dirname(file), found[1] ?? found[2] ?? found[3] ?? ""))),
    ];
  });
}

test("imports run one way", () => {
  const wrong = modules().flatMap(([file, imported]) => {
    const allowed = ALLOWED[/** @type {keyof typeof ALLOWED} */ (file.split("/")[0])];
    return allowed
      ? imported.filter((other) => !allowed.includes(other.split("/")[0] ?? "")).map((other) => `${file} -> ${other}`)
      : [];
  });
  assert.deepEqual(wrong, []);
});

test("nobody imports main.js, and nothing lies beside it that others use", () => {
  for (const [file, imported] of modules()) {
    assert.ok(!imported.includes("main.js"), file);
    if (!file.includes("/")) assert.ok(["main.js", "docs.js"].includes(file), file);
  }
});

test("no module imports itself, by however many others", () => {
  const imported = new Map(modules());
  /** @type {Set<string>} */ const done = new Set();
  /** @param {string} file @param {string[]} way */
  const walk = (file, way) => {
    assert.ok(!way.includes(file), [...way, file].join(" -> "));
    if (done.has(file)) return;
    for (const other of imported.get(file) ?? []) walk(other, [...way, file]);
    done.add(file);
  };
  for (const file of imported.keys()) walk(file, []);
});

test("no folder holds more than a dozen modules", () => {
  /** @type {Map<string, number>} */ const counts = new Map();
  for (const [file] of modules()) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  assert.ok(counts.size > 10);
  for (const [folder, count] of counts) assert.ok(count <= 12, `${folder} holds ${count}: a concept has split`);
});

test("imports are found", () => {
  const found = new Map(modules());
  assert.ok(found.get("main.js")?.includes("services/store.js"));
  assert.ok(found.get("services/server/api.js")?.includes("services/server/socket.js"));
  assert.ok((found.get("view/plane/plane.js")?.length ?? 0) > 5);
});

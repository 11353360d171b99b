// The presets: those with few rows came with the page, the others are fetched when somebody wants them.

import { same } from "../../pure/spec/address.js";

/** @typedef {import("../../types").Spec} Spec */

export class Presets {
  /** @param {Record<string, Spec>} known by name @param {(name: string) => Promise<{spec: Spec}>} fetch */
  constructor(known, fetch) {
    this.known = known;
    this.fetch = fetch;
  }

  /** The spec of that name. @param {string} name @returns {Promise<Spec>} */
  async get(name) {
    return (this.known[name] ??= (await this.fetch(name)).spec);
  }

  /** The name of a spec, if it is a preset's that is known by now; else "". @param {Spec} spec */
  nameOf(spec) {
    return Object.keys(this.known).find((name) => same(this.known[name], spec)) ?? "";
  }
}

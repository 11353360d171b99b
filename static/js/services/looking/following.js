// Follows the surfaces of a run that trains: one answer goes on, and brings what all who look are waiting for, frame by
// frame. What came last before the screen is painted anew is handed out, so a slow page skips frames and stays in time.

import * as api from "../server/api.js";

/** @typedef {import("./surfaces.js").Place} Place */
/**
 * @typedef {{run: string, plane: string, look: string}} Stream the run's id; the plane, as the end of an address; units
 *   and points a side
 */
/** @typedef {{place: Place, stream: Stream}} Follower */

const AGAIN = 2000; // milliseconds until an answer that has ended may be asked for again, if the run still trains

export class Following {
  /**
   * @param {(place: Place, found: import("../../types").Surfaces) => void} take
   * @param {(place: Place, error: Error) => void} fail
   */
  constructor(take, fail) {
    this.take = take;
    this.fail = fail;
    this.key = "";
    this.open = new AbortController();
    /** @type {Follower[]} */
    this.followers = [];
  }

  /**
   * From now on these follow, and nobody else. All look at the same plane of the same run.
   * @param {Follower[]} followers
   */
  follow(followers) {
    const key = JSON.stringify(followers.map(({ stream }) => stream));
    this.followers = followers;
    if (key === this.key) return;
    this.key = key;
    this.open.abort();
    this.open = new AbortController();
    const [first] = followers;
    if (first) this.read(first.stream, this.open.signal);
  }

  /** @param {Stream} stream @param {AbortSignal} signal */
  async read({ run, plane }, signal) {
    /** @type {import("../../types").Piece | null} */
    let newest = null;
    const handOut = () => {
      if (newest && !signal.aborted)
        newest.looks.forEach((found, i) => this.followers[i] && this.take(this.followers[i].place, found));
      newest = null;
    };
    try {
      for await (const piece of api.surfaceStream(
        run,
        plane,
        this.followers.map(({ stream }) => stream.look),
        signal,
      )) {
        if (newest === null) requestAnimationFrame(handOut);
        newest = piece;
      }
      setTimeout(() => signal.aborted || (this.key = ""), AGAIN); // a server that goes down ends it, too
    } catch (error) {
      if (signal.aborted) return;
      this.key = ""; // to be tried again
      for (const { place } of this.followers) this.fail(place, /** @type {Error} */ (error));
    }
  }
}

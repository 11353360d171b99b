// A figure that is enlarged over the network's panel, or on a phone over the page; its button or Esc brings it back.

const BESIDE = "(min-width: 801px)"; // the panels lie beside each other

export class Enlarger {
  /**
   * @param {HTMLElement} figure with a button that makes it small
   * @param {HTMLElement} inside what has the focus afterwards
   * @param {(isLarge: boolean) => void} onChange
   */
  constructor(figure, inside, onChange) {
    this.figure = figure;
    this.inside = inside;
    this.button = /** @type {HTMLButtonElement} */ (figure.querySelector("button"));
    this.button.addEventListener("click", () => this.set(false));
    this.onChange = onChange;
    this.panel = /** @type {HTMLElement} */ (document.querySelector(".network-panel"));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.set(false));
    addEventListener("resize", () => this.fit());
  }

  get isLarge() {
    return this.figure.classList.contains("large");
  }

  toggle() {
    this.set(!this.isLarge);
  }

  /** @param {boolean} isLarge */
  set(isLarge) {
    if (this.isLarge === isLarge) return;
    this.figure.classList.toggle("large", isLarge);
    if (document.activeElement === this.button) this.inside.focus(); // which goes with it
    this.button.hidden = !isLarge;
    this.onChange(isLarge);
    this.fit();
  }

  fit() {
    const beside = this.panel.getBoundingClientRect();
    const { left, top, width, height } = matchMedia(BESIDE).matches
      ? beside
      : { left: 0, top: 0, width: innerWidth, height: innerHeight };
    const place = this.isLarge ? [left, top, width, height].map((one) => `${one}px`) : ["", "", "", ""];
    ["left", "top", "width", "height"].forEach((side, i) => this.figure.style.setProperty(side, place[i] ?? ""));
  }
}

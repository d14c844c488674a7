// What the reader has chosen, and its spelling in the page's address.

class State {
  constructor(atlas) {
    this.atlas = atlas;
    this.clear();
  }

  clear() {
    const { atlas } = this;
    const [rules, metrics] = ["rule", "metric"].map(kind => atlas.columns.filter(column => column.kind === kind));
    const named = name => atlas.byName.has(name) ? name : null;
    const truth = named("cifar100") ?? atlas.accuracies[0]?.name;
    const best = rules[rules.length - 1]?.name ?? named("kappa") ?? metrics[0].name;
    this.plots = [
      { x: best, y: truth ?? named("regions") ?? metrics[metrics.length - 1].name, xs: "", ys: "" },
      { x: named("kappa") ?? metrics[0].name, y: named("regions") ?? metrics[metrics.length - 1].name, xs: "", ys: "" },
    ];
    this.colour = "#conv";
    this.population = atlas.populations[0].name;
    this.allowed = atlas.slots.map(() => 2 ** atlas.operations.length - 1);
    this.numbers = atlas.operations.map(() => [0, atlas.places]);
    this.ranges = [];
    this.brush = null;
    this.cell = null;
    this.sort = truth ?? best;
    this.isWorstFirst = false;
  }

  /** The ranges that bound anything. */
  get bounds() { return this.ranges.filter(({ low, high }) => low !== null || high !== null); }

  /** The switches and the numbers of the operations, as digits to the base of 32. */
  get masks() { return this.allowed.map(mask => mask.toString(32).padStart(Math.ceil(this.atlas.operations.length / 5), "0")).join(""); }

  get counts() { return this.numbers.map(pair => pair.map(number => number.toString(32)).join("")).join("."); }

  /** The address's part after #; what is as at first is left out. */
  get hash() {
    const first = new State(this.atlas);
    const words = new URLSearchParams();
    const put = (key, value, usual) => { if (value !== usual) words.append(key, value); };
    this.plots.forEach((plot, index) => {
      for (const axis of ["x", "y"]) {
        put("ab"[index] + axis, spelled(plot, axis), spelled(first.plots[index], axis));
      }
    });
    put("colour", this.colour, first.colour);
    put("cells", this.population, first.population);
    put("operations", this.masks, first.masks);
    put("numbers", this.counts, first.counts);
    for (const { column, low, high } of this.bounds) words.append("range", [column, low ?? "", high ?? ""].join("~"));
    if (this.brush) words.append("brush", ["ab"[this.brush.plot], ...this.brush.x, ...this.brush.y].map(digits).join("~"));
    put("sort", (this.isWorstFirst ? "-" : "") + this.sort, first.sort);
    if (this.cell !== null) words.append("cell", this.cell);
    return words.toString();
  }

  /** Takes what an address says; what it says wrongly is as at first. */
  set hash(text) {
    this.clear();
    const words = new URLSearchParams(text);
    const known = name => this.atlas.byName.has(name);
    this.plots.forEach((plot, index) => {
      for (const axis of ["x", "y"]) {
        const [name, scale = ""] = (words.get("ab"[index] + axis) ?? "").split("~");
        if (known(name)) [plot[axis], plot[`${axis}s`]] = [name, scale in SCALES ? scale : ""];
      }
    });
    const colour = words.get("colour");
    if (colour !== null && (known(colour) || colour.startsWith("#") && ["conv", ...this.atlas.operations].includes(colour.slice(1)))) {
      this.colour = colour;
    }
    const { atlas } = this;
    if (atlas.populations.some(({ name }) => name === words.get("cells"))) this.population = words.get("cells");
    const masks = words.get("operations") ?? "";
    if (/^[0-9a-v]+$/.test(masks) && masks.length === this.masks.length) {
      const width = masks.length / atlas.slots.length;
      this.allowed = atlas.slots.map((_, slot) => parseInt(masks.slice(width * slot, width * (slot + 1)), 32));
    }
    const counts = (words.get("numbers") ?? "").split(".").map(pair => Array.from(pair, digit => parseInt(digit, 32)));
    if (counts.length === atlas.operations.length && counts.every(pair => pair.length === 2 && pair.every(number => number <= atlas.places))) {
      this.numbers = counts;
    }
    for (const range of words.getAll("range")) {
      const [column, low, high] = range.split("~");
      if (known(column)) this.ranges.push({ column, low: number(low), high: number(high) });
    }
    const [plot, ...ends] = (words.get("brush") ?? "").split("~");
    if (["a", "b"].includes(plot) && ends.length === 4 && ends.every(end => number(end) !== null)) {
      const [x0, x1, y0, y1] = ends.map(Number);
      this.brush = { plot: "ab".indexOf(plot), x: [x0, x1], y: [y0, y1] };
    }
    const sort = words.get("sort") ?? "";
    const name = sort.replace(/^-/, "");
    if (known(name) || name === "index") [this.sort, this.isWorstFirst] = [name, sort.startsWith("-")];
    const cell = number(words.get("cell"));
    if (Number.isInteger(cell) && cell >= 0 && cell < this.atlas.count) this.cell = cell;
  }

  /** The cells that the filters let through. */
  shown() {
    const { atlas, population, allowed, numbers } = this;
    const ranges = this.bounds.map(range => ({ ...range, column: atlas.byName.get(range.column) }));
    const cells = [];
    for (let cell = 0; cell < atlas.count; cell++) {
      if (!atlas.isIn(cell, population)) continue;
      let isShown = true;
      for (let place = 0; place < atlas.places && isShown; place++) {
        isShown = (allowed[atlas.slotOf(place)] >> atlas.operation(cell, place) & 1) === 1;
      }
      for (let operation = 0; operation < atlas.operations.length && isShown; operation++) {
        const count = atlas.number(cell, operation);
        isShown = count >= numbers[operation][0] && count <= numbers[operation][1];
      }
      for (const { column, low, high } of ranges) {
        const value = column.value(cell);
        if (Number.isNaN(value) || low !== null && value < low || high !== null && value > high) isShown = false;
      }
      if (isShown) cells.push(cell);
    }
    return cells;
  }
}

function spelled(plot, axis) { return plot[axis] + (plot[`${axis}s`] ? `~${plot[`${axis}s`]}` : ""); }

function digits(value) { return typeof value === "number" ? String(Number(value.toPrecision(6))) : value; }

/** A number that a text spells; null for none. */
function number(text) {
  return text === null || text === undefined || text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text);
}

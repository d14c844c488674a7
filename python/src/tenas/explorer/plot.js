// One scatter plot: Vega draws it; pointer and keys are told to whoever made it.

const PADDING = { left: 66, right: 16, top: 8, bottom: 46 };
const GUTTER = 32;
const NEAR = 14;

class Plot {
  /**
   * @param {HTMLElement} holder where it stands
   * @param {{pick, brush, hover, walk}} told what happened: a cell; two intervals of coordinates or null; a cell and a
   *   place on the screen, or null; a direction
   */
  constructor(atlas, holder, told) {
    Object.assign(this, { atlas, holder, told, cells: [], brush: null });
    this.holder.tabIndex = 0;
    this.holder.setAttribute("role", "application");
    this.listen();
  }

  /** Draws cells on two axes, anew; a later call overtakes an earlier one. */
  async draw(x, y, cells, colour) {
    const turn = this.turn = (this.turn ?? 0) + 1;
    [this.x, this.y] = [x, y];
    this.holder.setAttribute("aria-label", `${y.title} against ${x.title}; arrow keys walk from cell to cell`);
    this.measure(cells);
    const place = element("div");
    const { view } = await embed(place, this.specification());
    if (turn !== this.turn) {
      view.finalize();
      return;
    }
    this.view?.finalize();
    this.view = view;
    this.holder.replaceChildren(place);
    this.fill(cells, colour);
  }

  /** Draws other cells, or in other colours, on the same axes. */
  async show(cells, colour) {
    const gutters = String([this.gutters.x, this.gutters.y]);
    this.measure(cells);
    if (String([this.gutters.x, this.gutters.y]) !== gutters) {
      return this.draw(this.x, this.y, cells, colour);
    }
    for (const [name, axis, extent] of [["x", this.x, this.extents[0]], ["y", this.y, this.extents[1]]]) {
      this.view.signal(`${name}Domain`, domain(axis, extent));
      this.view.signal(`${name}Ticks`, this.ticks(name)).signal(`${name}Range`, this.range(name));
    }
    this.fill(cells, colour);
  }

  fill(cells, colour) {
    const points = [];
    for (const cell of cells) {
      const [gx, gy] = [this.x.gutter(cell), this.y.gutter(cell)];
      if (gx === null || gy === null) continue;
      points.push({ cell, gx, gy, x: this.x.coordinate(cell), y: this.y.coordinate(cell), fill: colour.of(cell) });
    }
    this.points = points;
    this.size = points.length > 5000 ? 9 : points.length > 800 ? 16 : 34;
    this.view.signal("size", this.size).signal("strength", points.length > 5000 ? 0.6 : 0.8);
    this.view.data("points", points).run();
    this.place();
  }

  /** Where the points are on the screen, for the pointer. */
  place() {
    const [scaleX, scaleY] = [this.view.scale("x"), this.view.scale("y")];
    this.pixels = new Float32Array(2 * this.points.length);
    this.points.forEach((point, i) => {
      this.pixels[2 * i] = point.gx === 0 ? scaleX(point.x) : gutterPlace(point.gx, this.width, false, point.cell);
      this.pixels[2 * i + 1] = point.gy === 0 ? scaleY(point.y) : gutterPlace(point.gy, this.height, true, point.cell);
    });
  }

  measure(cells) {
    const bounds = this.holder.getBoundingClientRect();
    this.width = Math.max(120, Math.floor(bounds.width) - PADDING.left - PADDING.right - 2);
    this.height = Math.max(120, Math.floor(bounds.height) - PADDING.top - PADDING.bottom - 2);
    this.gutters = { x: [false, false], y: [false, false] };
    this.extents = [this.x, this.y].map((axis, place) => {
      let [low, high] = [Infinity, -Infinity];
      const gutters = this.gutters["xy"[place]];
      for (const cell of cells) {
        const gutter = axis.gutter(cell);
        if (gutter === -1) gutters[0] = true;
        if (gutter === 1) gutters[1] = true;
        const value = axis.coordinate(cell);
        if (value < low) low = value;
        if (value > high) high = value;
      }
      return low <= high ? [low, high] : [1, 2];
    });
  }

  range(name) {
    const [low, high] = this.gutters[name].map(is => is ? GUTTER : 0);
    return name === "x" ? [low, this.width - high] : [this.height - low, high];
  }

  ticks(name) { return this[name].ticks(...this.extents["xy".indexOf(name)]) ?? []; }

  /** Marks the brushed cells, the cell of the card, and what is near it. */
  mark({ brushed, cell, near, same }) {
    this.isBrushed = brushed;
    this.stamp = (this.stamp ?? 0) + 1;
    const at = cells => {
      const wanted = new Set(cells);
      return this.points.flatMap((point, i) => wanted.has(point.cell)
        ? [{ cell: point.cell, px: this.pixels[2 * i], py: this.pixels[2 * i + 1] }] : []);
    };
    this.view.data("near", at(near)).data("same", at(same)).data("picked", at(cell === null ? [] : [cell]));
    this.view.signal("stamp", this.stamp).signal("isPale", brushed !== null).signal("brush", this.rectangle()).run();
  }

  /** The brush in pixels; four equal numbers for none. */
  rectangle() {
    if (!this.brush) return [0, 0, 0, 0];
    const [x, y] = [this.view.scale("x"), this.view.scale("y")];
    return [x(this.brush.x[0]), y(this.brush.y[0]), x(this.brush.x[1]), y(this.brush.y[1])];
  }

  /** The point nearest to a place in the plot, or null. */
  nearest(px, py, within) {
    let [best, found] = [within * within, null];
    for (let i = 0; i < this.points.length; i++) {
      const [dx, dy] = [this.pixels[2 * i] - px, this.pixels[2 * i + 1] - py];
      const far = dx * dx + dy * dy;
      if (far < best && (!this.isBrushed || this.isBrushed[this.points[i].cell])) [best, found] = [far, this.points[i]];
    }
    return found;
  }

  listen() {
    const at = event => {
      const bounds = this.holder.getBoundingClientRect();
      return [event.clientX - bounds.left - PADDING.left - 1, event.clientY - bounds.top - PADDING.top - 1];
    };
    const inside = ([px, py]) => [Math.min(this.width, Math.max(0, px)), Math.min(this.height, Math.max(0, py))];
    let start = null, isDragging = false;
    this.holder.addEventListener("pointerdown", event => {
      if (!this.view || event.button !== 0) return;
      start = at(event);
      isDragging = false;
    });
    this.holder.addEventListener("pointermove", event => {
      if (!this.view) return;
      const here = at(event);
      if (start === null) {
        const point = event.pointerType === "mouse" ? this.nearest(...here, NEAR) : null;
        this.told.hover(point?.cell ?? null, event);
        return;
      }
      if (!isDragging && Math.hypot(here[0] - start[0], here[1] - start[1]) > 5) {
        isDragging = true;
        this.holder.setPointerCapture(event.pointerId);
        this.told.hover(null, event);
      }
      if (isDragging) this.told.brush(this.intervals(inside(start), inside(here)));
    });
    const end = event => {
      if (start === null) return;
      if (!isDragging && event.type === "pointerup") {
        const point = this.nearest(...at(event), NEAR);
        if (point) this.told.pick(point.cell);
        else this.told.brush(null);
      }
      start = null;
    };
    this.holder.addEventListener("pointerup", end);
    this.holder.addEventListener("pointercancel", end);
    this.holder.addEventListener("pointerleave", event => this.told.hover(null, event));
    this.holder.addEventListener("keydown", event => {
      const step = { ArrowRight: ["x", 1], ArrowLeft: ["x", -1], ArrowUp: ["y", 1], ArrowDown: ["y", -1] }[event.key];
      if (!step) return;
      event.preventDefault();
      this.told.walk(this, ...step);
    });
  }

  /** What a rectangle of pixels is in coordinates. */
  intervals([x0, y0], [x1, y1]) {
    const [x, y] = [this.view.scale("x"), this.view.scale("y")];
    const interval = (scale, a, b) => [scale.invert(a), scale.invert(b)].sort((left, right) => left - right);
    return { x: interval(x, x0, x1), y: interval(y, y0, y1) };
  }

  /** The cell that follows another along an axis, among those that are drawn. */
  next(cell, name, direction) {
    const axis = this[name];
    const sign = direction * (axis.isReversed ? -1 : 1);
    const sorted = this.points.filter(point => (name === "x" ? point.gx : point.gy) === 0
      && (!this.isBrushed || this.isBrushed[point.cell]))
      .sort((a, b) => sign * (a[name] - b[name]) || sign * (a.cell - b.cell));
    const here = sorted.findIndex(point => point.cell === cell);
    return sorted[Math.min(sorted.length - 1, here + 1)]?.cell ?? null;
  }

  specification() {
    const scale = (name, axis) => ({
      name, type: axis.scale === "log" ? "log" : "linear", domain: { signal: `${name}Domain` },
      range: { signal: `${name}Range` }, nice: false, zero: false,
    });
    const ruler = (name, axis, orient) => {
      const { scale: kind, column } = axis;
      const isLarge = kind === "log" || kind === "value" && Math.max(Math.abs(column.low), Math.abs(column.high)) >= 1e5;
      return {
        scale: name, orient, title: axis.title, titleLimit: orient === "bottom" ? this.width : this.height, grid: true,
        labelOverlap: "greedy", labelSeparation: 6,
        ...(kind !== "value" ? { values: { signal: `${name}Ticks` } } : {
          tickCount: orient === "bottom" ? Math.max(3, Math.floor(this.width / 75)) : 6, ...(column.isInteger ? { tickMinStep: 1 } : {}),
        }),
        ...(isLarge ? { format: "~s" } : {}),
      };
    };
    const place = (name, size, isUp) => ({
      signal: `datum.g${name} === 0 ? scale('${name}', datum.${name}) : gutter(datum.g${name}, ${size}, ${isUp}, datum.cell)`,
    });
    const symbol = (name, update, data = "points") => ({
      name: `${name}-marks`, type: "symbol", from: { data }, interactive: false, encode: { update },
    });
    const around = (shape, size, width) => ({
      x: { field: "px" }, y: { field: "py" }, shape: { value: shape }, size: { value: size },
      fill: { value: "transparent" }, stroke: { value: "#111" }, strokeWidth: { value: width },
    });
    const spot = { x: place("x", this.width, false), y: place("y", this.height, true), size: { signal: "size" } };
    return {
      $schema: "https://vega.github.io/schema/vega/v6.json",
      width: this.width, height: this.height, padding: PADDING, autosize: "none", background: "#fff",
      config: {
        axis: {
          labelFont: FONT, titleFont: FONT, labelFontSize: 11, titleFontSize: 12, titleFontWeight: "normal", labelColor: "#333",
          titleColor: "#222", gridColor: "#ececec", domainColor: "#999", tickColor: "#999", titlePadding: 8,
        },
      },
      signals: [
        { name: "size", value: 9 }, { name: "strength", value: 0.6 }, { name: "stamp", value: 0 }, { name: "isPale", value: false },
        { name: "brush", value: [0, 0, 0, 0] },
        { name: "xDomain", value: domain(this.x, this.extents[0]) }, { name: "yDomain", value: domain(this.y, this.extents[1]) },
        { name: "xTicks", value: this.ticks("x") }, { name: "yTicks", value: this.ticks("y") },
        { name: "xRange", value: this.range("x") }, { name: "yRange", value: this.range("y") },
      ],
      data: [{ name: "points" }, { name: "near" }, { name: "same" }, { name: "picked" }],
      scales: [scale("x", this.x), scale("y", this.y)],
      axes: [ruler("x", this.x, "bottom"), ruler("y", this.y, "left")],
      marks: [
        ...this.gutterMarks(),
        symbol("pale", { ...spot, fill: { value: "#c4c4c4" }, fillOpacity: { signal: "isPale ? 0.4 : 0" } }),
        symbol("cells", { ...spot, fill: { field: "fill" }, fillOpacity: { signal: "stamp >= 0 && brushed(datum.cell) ? strength : 0" } }),
        symbol("near", around("circle", 60, 1.3), "near"),
        symbol("same", around("diamond", 90, 1.3), "same"),
        symbol("picked", { ...around("circle", 170, 3), stroke: { value: "#D55E00" } }, "picked"),
        {
          type: "rect", interactive: false,
          encode: {
            update: {
              x: { signal: "brush[0]" }, x2: { signal: "brush[2]" }, y: { signal: "brush[1]" }, y2: { signal: "brush[3]" },
              fill: { value: "#0072B2" }, fillOpacity: { value: 0.08 }, stroke: { value: "#0072B2" },
              strokeOpacity: { signal: "brush[0] === brush[2] ? 0 : 0.9" },
            },
          },
        },
      ],
    };
  }

  /** A line before each gutter, and what stands in it. */
  gutterMarks() {
    const marks = [];
    const line = (update) => marks.push({ type: "rule", encode: { update: { ...update, stroke: { value: "#bbb" }, strokeDash: { value: [3, 3] } } } });
    const text = (update) => marks.push({
      type: "text",
      encode: { update: { ...update, align: { value: "center" }, font: { value: FONT }, fontSize: { value: 12 }, fill: { value: "#555" } } },
    });
    const name = (axis, side) => side === 1 ? "∞" : axis.scale === "log" ? "≤ 0" : "−∞";
    for (const side of [-1, 1]) {
      const index = side === -1 ? 0 : 1;
      const edge = side === -1 ? GUTTER - 3 : this.width - GUTTER + 3;
      if (this.gutters.x[index]) {
        line({ x: { value: edge }, y: { value: 0 }, y2: { value: this.height } });
        text({ x: { value: side === -1 ? GUTTER / 2 - 4 : this.width - GUTTER / 2 + 4 }, y: { value: this.height + 15 }, text: { value: name(this.x, side) } });
      }
      if (this.gutters.y[index]) {
        const up = side === -1 ? this.height - GUTTER + 3 : GUTTER - 3;
        line({ y: { value: up }, x: { value: 0 }, x2: { value: this.width } });
        text({ y: { value: (side === -1 ? this.height - GUTTER / 2 : GUTTER / 2) + 4 }, x: { value: -14 }, text: { value: name(this.y, side) } });
      }
    }
    return marks;
  }
}

/** Has Vega draw; its functions ask which cells are in colour, and where in a gutter one stands. */
function embed(place, specification) {
  return window.vegaEmbed(place, specification, {
    mode: "vega", renderer: "canvas", actions: false, tooltip: false, hover: false, defaultStyle: false,
    expressionFunctions: { brushed: cell => visible.mask === null || visible.mask[cell] === 1, gutter: gutterPlace },
  });
}

/** Which cells are in colour: one byte a cell; null for all. */
const visible = { mask: null };

const FONT = "system-ui, 'DejaVu Sans', Verdana, Arial, sans-serif";

/** The range shown: that of the cells, and a little more. */
function domain(axis, [low, high]) {
  if (axis.scale === "log") {
    const more = Math.max(1.02, (high / low) ** 0.02);
    return [low / more, high * more];
  }
  const more = 0.02 * (high - low) || 0.5;
  return axis.isReversed ? [high + more, low - more] : [low - more, high + more];
}

/** Where in a gutter a cell stands: scattered, so that many can be told from few. */
function gutterPlace(side, size, isUp, cell) {
  const inside = 4 + (GUTTER - 10) * ((cell * (isUp ? 0.75487766625 : 0.56984029099)) % 1);
  return (side === -1) === isUp ? size - inside : inside;
}

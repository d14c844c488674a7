// The page: what is chosen, and what follows from it.

const byId = id => document.getElementById(id);

class Page {
  constructor(atlas, shade) {
    Object.assign(this, { atlas, shade });
    this.state = new State(atlas);
    this.brushed = null;
    this.plots = ["plot-a", "plot-b"].map((id, index) => new PlotPanel(this, byId(id), index));
    this.table = new Table(atlas, byId("list"), {
      pick: cell => this.pick(cell, true), sort: name => this.sortBy(name), more: () => this.list(true),
    });
    byId("filters").open = !window.matchMedia("(max-width: 1100px)").matches;
    this.search = new Search(this);
    byId("query").placeholder = `${atlas.words.find}   ( / )`;
    byId("query").setAttribute("aria-label", atlas.words.find);
    byId("near").textContent = atlas.words.near.toLowerCase();
    byId("same").hidden = atlas.words.same === null;
    this.filters = new Filters(this);
    byId("facts").lastElementChild.append(...atlas.facts.map(fact => element("p", {}, fact)));
    const colour = byId("colour");
    fillChoices(colour, colourChoices(atlas));
    colour.addEventListener("change", () => { this.state.colour = colour.value; this.colourChanged(); });
    byId("link").addEventListener("click", event => { this.remember(); copy(window.location.href, event.currentTarget); });
    byId("reset").addEventListener("click", () => { this.state.clear(); byId("query").value = ""; this.everything(); });
    window.addEventListener("hashchange", () => {
      if (window.location.hash.slice(1) === this.written) return;
      this.state.hash = window.location.hash.slice(1);
      this.everything();
    });
    let waiting = 0;
    new ResizeObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.resized(), 120);
    }).observe(byId("plots"));
    document.addEventListener("keydown", event => this.key(event));
    this.state.hash = window.location.hash.slice(1);
  }

  /** The accuracy that neighbours are compared by. */
  get truth() {
    const column = this.atlas.byName.get(this.state.plots[0].y);
    return this.atlas.accuracies.includes(column) ? column : this.atlas.accuracies[0];
  }

  /** Draws all from the state. */
  async everything() {
    const { state } = this;
    byId("colour").value = state.colour;
    this.colour = new Colour(this.atlas, state.colour, this.shade);
    byId("legend").replaceChildren(this.colour.legend());
    this.filters.show();
    this.shown = state.shown();
    this.sized = byId("plots").clientWidth;
    this.card();
    await Promise.all(this.plots.map(panel => panel.draw()));
    this.brushChanged();
  }

  async resized() {
    if (byId("plots").clientWidth === this.sized) return;
    this.sized = byId("plots").clientWidth;
    await Promise.all(this.plots.map(panel => panel.draw()));
    this.mark();
  }

  async colourChanged() {
    this.colour = new Colour(this.atlas, this.state.colour, this.shade);
    byId("legend").replaceChildren(this.colour.legend());
    await Promise.all(this.plots.map(({ plot }) => plot.show(this.shown, this.colour)));
    this.mark();
    this.list();
  }

  /** After a filter. */
  async filtered() {
    this.shown = this.state.shown();
    await Promise.all(this.plots.map(({ plot }) => plot.show(this.shown, this.colour)));
    this.brushChanged();
  }

  async axisChanged(panel) {
    if (this.state.brush?.plot === panel.index) this.state.brush = null;
    await panel.draw();
    this.brushChanged();
  }

  brush(index, intervals) {
    this.state.brush = intervals && { plot: index, ...intervals };
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = 0; this.brushChanged(true); });
  }

  brushChanged(isDragging = false) {
    const { brush } = this.state;
    this.brushed = null;
    this.listed = this.shown;
    if (brush) {
      const { x, y } = this.plots[brush.plot].plot;
      this.brushed = new Uint8Array(this.atlas.count);
      this.listed = this.shown.filter(cell => {
        const [cx, cy] = [x.coordinate(cell), y.coordinate(cell)];
        return cx >= brush.x[0] && cx <= brush.x[1] && cy >= brush.y[0] && cy <= brush.y[1];
      });
      for (const cell of this.listed) this.brushed[cell] = 1;
    }
    this.plots.forEach(({ plot }, index) => { plot.brush = brush?.plot === index ? brush : null; });
    this.mark();
    clearTimeout(this.waiting);
    if (isDragging) this.waiting = setTimeout(() => this.list(), 150);
    else this.list();
    const all = this.total;
    byId("status").replaceChildren(
      ...(brush ? [element("b", {}, grouped(this.listed.length)), " brushed of "] : []),
      element("b", {}, grouped(this.shown.length)), this.shown.length < all ? ` of ${grouped(all)} cells` : " cells",
      ...(brush ? [
        element("button", { type: "button", id: "keep", title: "Make the brush a filter", onclick: () => this.keep() }, "Keep only these"),
        element("button", { type: "button", onclick: () => this.brush(0, null) }, "Let go"),
      ] : []));
  }

  /** Makes the brush a pair of ranges. */
  keep() {
    const { brush } = this.state;
    const { x, y } = this.plots[brush.plot].plot;
    for (const [axis, interval] of [[x, brush.x], [y, brush.y]]) {
      const values = this.listed.map(cell => axis.column.value(cell));
      if (values.length === 0) continue;
      const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
      const [low, high] = axis.scale === "place" ? [least, most] : interval;
      this.state.ranges = this.state.ranges.filter(range => range.column !== axis.column.name);
      this.state.ranges.push({ column: axis.column.name, low: between(low, least, Math.floor), high: between(high, most, Math.ceil) });
    }
    this.state.brush = null;
    this.filters.show();
    this.filtered();
  }

  mark() {
    const { cell } = this.state;
    const near = cell === null ? [] : this.atlas.near(cell).map(other => other.cell);
    const same = cell === null ? [] : this.atlas.same(cell);
    visible.mask = this.brushed;
    for (const { plot } of this.plots) plot.mark({ brushed: this.brushed, cell, near, same });
    this.remember();
  }

  list(isSame = false) {
    const { state, atlas } = this;
    const names = new Set(atlas.accuracies.map(column => column.name));
    for (const plot of state.plots) names.add(plot.x).add(plot.y);
    if (!state.colour.startsWith("#")) names.add(state.colour);
    if (state.sort !== "index") names.add(state.sort);
    this.table.show(this.listed, [...names].map(name => atlas.byName.get(name)), state.sort, state.isWorstFirst, state.cell, isSame);
    this.remember();
  }

  sortBy(name) {
    this.state.isWorstFirst = this.state.sort === name && !this.state.isWorstFirst;
    this.state.sort = name;
    this.list();
    byId("list").querySelector(`th[aria-sort="ascending"] button, th[aria-sort="descending"] button`)?.focus();
  }

  /** Opens the card of a cell; null closes it. */
  pick(cell) {
    this.state.cell = cell;
    byId("tip").hidden = true;
    this.mark();
    this.table.pick(cell);
    this.card();
  }

  card() {
    const { cell } = this.state;
    const card = byId("card");
    card.classList.toggle("open", cell !== null);
    card.replaceChildren(...(cell === null ? [this.invitation()] : cardOf(this.atlas, cell, this.truth, other => this.pick(other)).filter(Boolean)));
    card.scrollTop = 0;
  }

  /** What stands in the card's place before a cell is picked. */
  invitation() {
    const labels = this.atlas.picture.labels;
    return element("div", { class: "invitation" },
      element("h2", {}, "A cell"),
      element("p", {}, "Click a point or a row, or search: its operations, accuracies, scores and neighbours appear here."),
      element("ul", { class: "operations" }, ...labels.map((label, place) =>
        element("li", {}, element("i", { style: `background:${this.atlas.picture.colours[place]}` }), label))),
      element("p", { class: "small" }, this.atlas.words.dead));
  }

  hover(cell, event, plot) {
    const tip = byId("tip");
    tip.hidden = cell === null;
    plot?.holder.classList.toggle("over", cell !== null);
    if (cell === null) return;
    if (tip.dataset.cell !== String(cell)) {
      tip.dataset.cell = cell;
      tip.replaceChildren(this.atlas.small(cell), element("b", {}, `cell ${cell}`),
        ...[plot.x, plot.y].map(axis => element("div", {}, `${axis.column.name}: ${axis.text(cell)}`)));
    }
    const [width, height] = [tip.offsetWidth, tip.offsetHeight];
    const left = event.clientX + 16 + width > window.innerWidth ? event.clientX - 16 - width : event.clientX + 16;
    tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, Math.min(window.innerHeight - height - 4, event.clientY - height / 2))}px)`;
  }

  walk(plot, name, direction) {
    const next = plot.next(this.state.cell, name, direction);
    if (next !== null) this.pick(next);
  }

  key(event) {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      byId("query").focus();
    } else if (event.key === "Escape" && !isTyping) {
      if (this.state.brush) this.brush(0, null);
      else if (this.state.cell !== null) this.pick(null);
    }
  }

  /** Puts the state into the address. */
  remember() {
    const hash = this.state.hash;
    if (hash === this.written) return;
    this.written = hash;
    try { history.replaceState(null, "", `#${hash}`); } catch { /* A page in a frame may have no history. */ }
  }
}

/** A plot with the choice of its axes. */
class PlotPanel {
  constructor(page, holder, index) {
    Object.assign(this, { page, index });
    const area = element("div", { class: "area" });
    this.selects = {};
    const choice = axis => {
      const column = element("select", { "aria-label": `${axis} axis of plot ${index + 1}` });
      const scale = element("select", { class: "scale", "aria-label": `scale of the ${axis} axis of plot ${index + 1}` },
        ...Object.entries(SCALES).map(([value, text]) => element("option", { value }, text)));
      fillChoices(column, columnChoices(page.atlas));
      column.addEventListener("change", () => this.choose(axis, column.value, ""));
      scale.addEventListener("change", () => this.choose(axis, column.value, scale.value));
      this.selects[axis] = { column, scale };
      return element("span", { class: "axis" }, element("b", {}, axis), column, scale);
    };
    holder.append(element("div", { class: "axes" }, choice("y"), choice("x")), area);
    this.plot = new Plot(page.atlas, area, {
      pick: cell => page.pick(cell), brush: intervals => page.brush(index, intervals),
      hover: (cell, event) => page.hover(cell, event, this.plot), walk: (...way) => page.walk(...way),
    });
  }

  choose(axis, name, scale) {
    const chosen = this.page.state.plots[this.index];
    [chosen[axis], chosen[`${axis}s`]] = [name, scale];
    this.page.axisChanged(this);
  }

  draw() {
    const chosen = this.page.state.plots[this.index];
    const [x, y] = ["x", "y"].map(axis => {
      const made = new Axis(this.page.atlas.byName.get(chosen[axis]), chosen[`${axis}s`]);
      this.selects[axis].column.value = chosen[axis];
      this.selects[axis].scale.value = made.scale;
      return made;
    });
    return this.plot.draw(x, y, this.page.shown, this.page.colour);
  }
}

/** The field that finds cells. */
class Search {
  constructor(page) {
    this.page = page;
    [this.field, this.found] = [byId("query"), byId("found")];
    this.field.addEventListener("input", () => this.show());
    this.field.addEventListener("focus", () => { this.field.select(); this.show(); });
    this.field.addEventListener("keydown", event => this.key(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  show() {
    const { atlas } = this.page;
    this.cells = atlas.find(this.field.value, 8);
    this.at = this.cells.length ? 0 : -1;
    const isEmpty = this.field.value.trim() === "";
    this.found.replaceChildren(...(this.cells.length || isEmpty
      ? this.cells.map((cell, place) => element("li", {
        role: "option", id: `found-${place}`, "aria-selected": place === this.at, onpointerdown: () => this.take(cell),
      }, atlas.small(cell), element("b", {}, String(cell)), element("code", {}, atlas.string(cell))))
      : [element("li", { class: "none" }, `No cell: ${atlas.words.hint}.`)]));
    this.found.hidden = isEmpty;
    this.field.setAttribute("aria-expanded", String(!isEmpty));
    this.pointTo();
  }

  pointTo() {
    [...this.found.children].forEach((line, place) => line.setAttribute("aria-selected", String(place === this.at)));
    if (this.at >= 0) this.field.setAttribute("aria-activedescendant", `found-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.cells?.length) return;
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + this.cells.length) % this.cells.length;
      this.pointTo();
    } else if (event.key === "Enter") {
      if (this.cells?.[this.at] !== undefined) this.take(this.cells[this.at]);
    } else if (event.key === "Escape") {
      this.close();
      this.field.blur();
    } else return;
    event.preventDefault();
  }

  take(cell) {
    this.close();
    this.field.blur();
    this.page.pick(cell);
  }

  close() {
    this.found.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
  }
}

/** What narrows the cells. */
class Filters {
  constructor(page) { this.page = page; }

  show() {
    const { atlas, state } = this.page;
    const counts = atlas.populations.map(({ name }) => {
      let count = 0;
      for (let cell = 0; cell < atlas.count; cell++) if (atlas.isIn(cell, name)) count++;
      return count;
    });
    this.page.total = counts[0];
    byId("population").replaceChildren(...atlas.populations.map(({ name, meaning }, place) => element("label", { title: meaning },
      element("input", {
        type: "radio", name: "population", value: name, checked: state.population === name,
        onchange: () => { state.population = name; this.page.filtered(); },
      }), element("span", {}, element("b", {}, name), ` ${grouped(counts[place])}`))));
    byId("operations").replaceChildren(this.operations());
    byId("ranges").replaceChildren(...state.ranges.map((range, place) => this.range(range, place)),
      element("button", { type: "button", id: "add-range", onclick: () => this.add() }, "Add a range"));
    if (state.ranges.length === 0 && atlas.accuracies.length) this.suggest();
  }

  /** A switch for each operation in each slot (an edge, a node), and how often each operation may be there. */
  operations() {
    const { atlas, state } = this.page;
    const { colours, labels } = atlas.picture;
    const step = (operation, end) => element("input", {
      type: "number", min: 0, max: atlas.places, value: state.numbers[operation][end],
      "aria-label": `${end ? "most" : "least"} number of ${labels[operation]}`,
      onchange: event => {
        state.numbers[operation][end] = Math.min(atlas.places, Math.max(0, Math.round(Number(event.currentTarget.value)) || 0));
        event.currentTarget.value = state.numbers[operation][end];
        this.page.filtered();
      },
    });
    return element("table", { class: atlas.slots.length > 6 ? "switches many" : "switches" },
      element("thead", {}, element("tr", {}, element("td"),
        ...atlas.slots.map(({ text, words }) => element("th", { scope: "col", title: words }, text)),
        element("th", { scope: "col", colspan: 2 }, "number"))),
      element("tbody", {}, ...labels.map((label, operation) => element("tr", {},
        element("th", { scope: "row" }, label),
        ...atlas.slots.map(({ words }, slot) => element("td", {}, element("button", {
          type: "button", style: `--colour:${colours[operation]}`, "aria-pressed": (state.allowed[slot] >> operation & 1) === 1,
          "aria-label": `${label} ${words}`,
          title: "click: allow or forbid; double-click: only this",
          onclick: event => {
            state.allowed[slot] ^= 1 << operation;
            event.currentTarget.setAttribute("aria-pressed", String((state.allowed[slot] >> operation & 1) === 1));
            this.page.filtered();
          },
          ondblclick: () => { state.allowed[slot] = 1 << operation; this.show(); this.page.filtered(); },
        }))),
        element("td", {}, step(operation, 0)), element("td", {}, step(operation, 1))))));
  }

  range(range, place) {
    const { atlas, state } = this.page;
    const column = element("select", { "aria-label": "column of the range" });
    fillChoices(column, columnChoices(atlas));
    column.value = range.column;
    column.addEventListener("change", () => {
      Object.assign(range, { column: column.value, low: null, high: null });
      this.show();
      this.page.filtered();
    });
    const { low, high } = atlas.byName.get(range.column);
    const field = (end, text, limit) => element("input", {
      type: "number", step: "any", value: range[end] ?? "", placeholder: short(limit), "aria-label": `${range.column}, ${text}`,
      onchange: event => { range[end] = number(event.currentTarget.value); this.page.filtered(); },
    });
    return element("div", { class: "range" }, column, field("low", "least", low), "to", field("high", "most", high),
      element("button", {
        type: "button", "aria-label": "Remove the range", onclick: () => { state.ranges.splice(place, 1); this.show(); this.page.filtered(); },
      }, "×"));
  }

  add() {
    const { atlas, state } = this.page;
    const taken = new Set(state.ranges.map(range => range.column));
    const free = atlas.columns.find(column => !taken.has(column.name));
    if (free) state.ranges.push({ column: free.name, low: null, high: null });
    this.show();
  }

  /** The accuracy band, ready to be filled in. */
  suggest() {
    this.page.state.ranges.push({ column: this.page.atlas.accuracies[0].name, low: null, high: null });
    byId("ranges").prepend(this.range(this.page.state.ranges[0], 0));
  }
}

function fillChoices(select, groups) {
  select.replaceChildren(...groups.map(([title, choices]) =>
    element("optgroup", { label: title }, ...choices.map(([value, text]) => element("option", { value }, text)))));
}

/** The number with the fewest digits between the end of a brush and the outermost cell in it. */
function between(end, cell, turn) {
  for (let digits = 0; digits < 15 && cell !== 0; digits++) {
    const power = digits - Math.floor(Math.log10(Math.abs(cell)));
    const number = Number(`${turn(Number(`${cell}e${power}`))}e${-power}`);
    if (number >= Math.min(end, cell) && number <= Math.max(end, cell)) return number;
  }
  return cell;
}

async function open() {
  const started = performance.now();
  const [bytes, library] = await Promise.all([inflate("atlas"), inflate("library")]);
  document.head.append(element("script", {}, new TextDecoder().decode(library)));
  const page = window.page = new Page(atlasOf(bytes), await ramp());
  await page.everything();
  document.body.dataset.ready = Math.round(performance.now() - started);
}

open().catch(error => {
  byId("status").textContent = `This page cannot be shown: ${error.message}. It needs a browser of 2023 or later.`;
  throw error;
});

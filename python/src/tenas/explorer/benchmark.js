// The cells of NAS-Bench-201: six operations on the edges of four nodes.

class BenchmarkAtlas extends Atlas {
  constructor(header, bytes, base) {
    super(header, bytes, base, header.edges.length);
    Object.assign(this, { edges: header.edges, tupleOrder: header.tupleOrder, tupleDigits: header.tupleDigits });
    this.codes = planes(bytes, base, header.codes, 2);
    this.dead = bytes.subarray(base + header.dead[0], base + header.dead[0] + header.dead[1]);
    this.classes = planes(bytes, base, header.classes, 2);
    this.cellOf = new Uint16Array(this.count);
    this.codes.forEach((code, cell) => { this.cellOf[code] = cell; });
    this.digits = new Uint8Array(6 * this.count);
    for (let cell = 0; cell < this.count; cell++) {
      for (let edge = 5, rest = this.codes[cell]; edge >= 0; edge--, rest = Math.floor(rest / 5)) {
        this.digits[6 * cell + edge] = rest % 5;
      }
    }
    this.tally();
    /** What the switches of the operations are about, and which of them a place is under. */
    this.slots = this.edges.map(([source, target]) => ({ text: `${source}→${target}`, words: `from ${source} to ${target}` }));
    this.slotOf = place => place;
    this.words = {
      find: "Find a cell: index, string or tuple", hint: "give an index below 15,625, a part of a string, or six numbers",
      dead: "Pale operations are dead: they are on no path from input to output.", near: "One operation away", same: "The same function",
    };
  }

  /** The operation on an edge, as its number. */
  operation(cell, edge) { return this.digits[6 * cell + edge]; }

  isDead(cell, edge) { return (this.dead[cell] >> edge & 1) === 1; }

  hasDead(cell) { return this.dead[cell] !== 0; }

  /** The lines of the drawing. */
  lines(cell) {
    const { labels } = this.picture;
    return this.edges.map(([source, target], edge) => {
      const [operation, isDead] = [this.operation(cell, edge), this.isDead(cell, edge)];
      return { curve: edge, operation, isDead, words: `${source} to ${target} ${labels[operation]}${isDead ? " (dead)" : ""}` };
    });
  }

  /** A small drawing: the large one without texts. */
  small(cell) { return drawn(this, cell, true); }

  /** The benchmark's string. */
  string(cell) {
    let [text, target] = ["", 0];
    this.edges.forEach(([source, end], edge) => {
      if (end !== target) text += text ? "|+" : "";
      target = end;
      text += `|${this.operations[this.operation(cell, edge)]}~${source}`;
    });
    return text + "|";
  }

  tuple(cell) { return this.tupleOrder.map(edge => this.tupleDigits[this.operation(cell, edge)]); }

  /** Every way to write the cell down. */
  names(cell) { return [this.string(cell), `(${this.tuple(cell).join(", ")})`]; }

  /** The cells that differ in one operation, and what says in which. */
  near(cell) {
    const { labels, colours } = this.picture;
    const swatch = operation => element("i", { style: `background:${colours[operation]}` });
    return this.edges.flatMap(([source, target], edge) => {
      const [from, value] = [this.operation(cell, edge), 5 ** (5 - edge)];
      return [0, 1, 2, 3, 4].filter(to => to !== from).map(to => ({
        cell: this.cellOf[this.codes[cell] + (to - from) * value],
        change: () => [`${source}→${target} `, swatch(from), "→ ", swatch(to), labels[to]],
        title: `from ${source} to ${target}: ${labels[from]} becomes ${labels[to]}`,
      }));
    });
  }

  /** The other cells that compute the same. */
  same(cell) {
    const found = [];
    for (let other = 0; other < this.count; other++) {
      if (other !== cell && this.classes[other] === this.classes[cell]) found.push(other);
    }
    return found;
  }

  /** The cells that a text names, or whose string has it, the surest first. */
  find(text, limit) {
    const query = text.trim().toLowerCase();
    if (!query) return [];
    if (/^\d+$/.test(query)) return this.numbered(query, limit);
    const tuple = query.match(/^\(?\s*([0-4](?:[\s,]+[0-4]){5})\s*\)?$/);
    if (tuple) {
      const operations = new Array(6);
      tuple[1].split(/[\s,]+/).forEach((digit, place) => {
        operations[this.tupleOrder[place]] = this.tupleDigits.indexOf(Number(digit));
      });
      return [this.cellOf[operations.reduce((code, operation) => 5 * code + operation, 0)]];
    }
    return this.containing(query, limit);
  }
}

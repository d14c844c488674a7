// Genotypes of DARTS: a normal and a reduction cell of four nodes, each of which adds up two operations on earlier nodes.

const KINDS = ["normal", "reduce"];
const NODES = 4;
/** How many near genotypes a card lists. */
const NEAREST = 12;

class GenotypeAtlas extends Atlas {
  constructor(header, bytes, base) {
    super(header, bytes, base, 2 * 2 * NODES);
    // A byte an operation: eight times its number, and its source.
    this.codes = bytes.subarray(base + header.genotypes[0], base + header.genotypes[0] + header.genotypes[1]);
    this.dead = planes(bytes, base, header.dead, 2);
    this.tally();
    this.slots = KINDS.flatMap(kind => Array.from({ length: NODES }, (_, node) => ({
      text: `${kind[0]}${node}`, words: `into node ${node} of the ${kind === "normal" ? "normal" : "reduction"} cell`,
    })));
    this.slotOf = place => place >> 1;
    this.words = {
      find: "Find a genotype: index, string or a part of one", hint: `give an index below ${grouped(this.count)}, or a part of a genotype`,
      dead: "Pale operations are dead: they read a node to which nothing comes.", near: "Most alike", same: null,
    };
  }

  code(cell, place) { return this.codes[place * this.count + cell]; }

  /** The operation at a place: kind, node, and which of the node's two. */
  operation(cell, place) { return this.code(cell, place) >> 3; }

  source(cell, place) { return this.code(cell, place) & 7; }

  isDead(cell, place) { return (this.dead[cell] >> place & 1) === 1; }

  hasDead(cell) { return this.dead[cell] !== 0; }

  lines(cell) {
    const { labels } = this.picture;
    return Array.from({ length: this.places }, (_, place) => {
      const [kind, node, side] = [place >> 3, place >> 1 & 3, place & 1];
      const [operation, source, isDead] = [this.operation(cell, place), this.source(cell, place), this.isDead(cell, place)];
      return {
        curve: (2 * kind + side) * 14 + node * (node + 3) / 2 + source, operation, isDead, reach: node + 2 - source,
        words: `${KINDS[kind]} cell, node ${node}: ${labels[operation]} of ${source < 2 ? `input ${source}` : `node ${source - 2}`}${isDead ? " (dead)" : ""}`,
      };
    });
  }

  /** A small drawing: a square an operation, the normal cell above the reduction cell. */
  small(cell) {
    const { colours } = this.picture;
    const svg = shape("svg", { viewBox: "0 0 94 26", class: "cell small", role: "img", "aria-label": `genotype ${cell}` });
    for (let place = 0; place < this.places; place++) {
      const [kind, node, side] = [place >> 3, place >> 1 & 3, place & 1];
      const isNone = this.operations[this.operation(cell, place)] === "none";
      svg.append(shape("rect", {
        x: 1 + 24 * node + 10 * side, y: 1 + 14 * kind, width: 9, height: 10, rx: 2,
        fill: isNone ? "none" : colours[this.operation(cell, place)], stroke: isNone ? "#bbb" : "none",
      }));
    }
    return svg;
  }

  /** The usual notation. */
  string(cell) {
    const cells = KINDS.map((kind, number) => {
      const inputs = Array.from({ length: 2 * NODES }, (_, place) => 2 * NODES * number + place)
        .map(place => `('${this.operations[this.operation(cell, place)]}', ${this.source(cell, place)})`);
      return `${kind}=[${inputs.join(", ")}], ${kind}_concat=range(2, 6)`;
    });
    return `Genotype(${cells.join(", ")})`;
  }

  names(cell) { return [this.string(cell)]; }

  /** How many operations two genotypes have in common, node by node. */
  common(cell, other) {
    let common = 0;
    for (let place = 0; place < this.places; place += 2) {
      const [a, b] = [this.code(cell, place), this.code(cell, place + 1)];
      const [c, d] = [this.code(other, place), this.code(other, place + 1)];
      common += Math.max((a === c) + (b === d), (a === d) + (b === c));
    }
    return common;
  }

  /** The genotypes with the most operations in common, those with fewer than half left out. */
  near(cell) {
    const alike = [];
    for (let other = 0; other < this.count; other++) {
      if (other === cell) continue;
      const common = this.common(cell, other);
      if (2 * common >= this.places) alike.push({ cell: other, common });
    }
    alike.sort((a, b) => b.common - a.common || a.cell - b.cell);
    return alike.slice(0, NEAREST).map(({ cell: other, common }) => ({
      cell: other, change: () => [`${this.places - common} of ${this.places} differ`], title: `${common} operations with their sources are the same`,
    }));
  }

  same() { return []; }

  find(text, limit) {
    const query = text.trim().toLowerCase();
    if (!query) return [];
    if (/^\d+$/.test(query)) return this.numbered(query, limit);
    const inputs = [...query.matchAll(/([a-z]+(?:_[a-z0-9]+)*)['"]?\s*,\s*([0-4])/g)]
      .map(([, name, source]) => [this.operations.indexOf(name), Number(source)]);
    if (inputs.length === this.places && inputs.every(([operation]) => operation >= 0)) {
      // However a node's two are ordered, the atlas has the lower source first.
      const wanted = [];
      for (let place = 0; place < this.places; place += 2) {
        wanted.push(...[inputs[place], inputs[place + 1]].sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([operation, source]) => 8 * operation + source));
      }
      for (let cell = 0; cell < this.count; cell++) {
        if (wanted.every((code, place) => code === this.code(cell, place))) return [cell];
      }
      return [];
    }
    return this.containing(query, limit);
  }
}

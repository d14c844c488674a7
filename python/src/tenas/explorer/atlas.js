// The cells and their numbers, as CellAtlas.swift packs them.

/** Unpacks the text of an element: base64 of deflated bytes. */
async function inflate(id) {
  const element = document.getElementById(id);
  const binary = atob(element.textContent);
  element.remove();
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A number a cell: its value, and its place among all cells that have one. */
class Column {
  constructor(header, bytes, base) {
    Object.assign(this, { name: header.name, kind: header.kind, definition: header.definition });
    this.lowerIsBetter = header.direction === "lower";
    this.hasDirection = header.direction !== null;
    this.order = planes(bytes, base, header.order, 2);
    this.levels = levels(planes(bytes, base, header.levels, 4), header.shift);
    // How many cells have each level, and from that the place of each, equal ones sharing the better.
    const counts = new Uint32Array(this.levels.length);
    for (const level of this.order) if (level !== MISSING) counts[level]++;
    this.places = new Uint32Array(this.levels.length);
    this.count = 0;
    for (let step = 0; step < counts.length; step++) {
      const level = this.lowerIsBetter ? step : counts.length - 1 - step;
      this.places[level] = this.count + 1;
      this.count += counts[level];
    }
    const finite = this.levels.filter(Number.isFinite);
    [this.low, this.high] = [finite[0], finite[finite.length - 1]];
    this.isInteger = finite.every(Number.isInteger);
  }

  has(cell) { return this.order[cell] !== MISSING; }

  value(cell) { return this.has(cell) ? this.levels[this.order[cell]] : NaN; }

  /** 1 for the best. */
  place(cell) { return this.has(cell) ? this.places[this.order[cell]] : NaN; }

  /** How many of the others are no better, of 1. */
  share(cell) { return this.count < 2 ? 1 : (this.count - this.place(cell)) / (this.count - 1); }

  text(cell) { return this.has(cell) ? (this.kind === "accuracy" ? fixed(this.value(cell), 2) : short(this.value(cell))) : "–"; }
}

const MISSING = 0xFFFF;

function planes(bytes, base, [start, length], width) {
  const count = length / width;
  const numbers = width === 2 ? new Uint16Array(count) : new Uint32Array(count);
  for (let plane = 0; plane < width; plane++) {
    const from = base + start + plane * count;
    for (let i = 0; i < count; i++) numbers[i] |= bytes[from + i] << (8 * plane);
  }
  return numbers;
}

/** The distinct numbers of a column, from the differences of whole numbers in the same order. */
function levels(differences, shift) {
  const view = new DataView(new ArrayBuffer(8));
  let sum = 0;
  return Float64Array.from(differences, difference => {
    sum += difference;
    const turned = (sum * 2 ** shift) >>> 0;
    view.setUint32(0, turned & 0x80000000 ? turned & 0x7FFFFFFF : ~turned & (-1 << shift));
    return view.getFloat64(0);
  });
}

/** All cells. */
class Atlas {
  constructor(bytes) {
    const end = bytes.indexOf(10);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
    const base = end + 1;
    Object.assign(this, {
      title: header.title, facts: header.facts, count: header.count, operations: header.operations, edges: header.edges,
      picture: header.picture, tupleOrder: header.tupleOrder, tupleDigits: header.tupleDigits,
    });
    this.codes = planes(bytes, base, header.codes, 2);
    this.dead = bytes.subarray(base + header.dead[0], base + header.dead[0] + header.dead[1]);
    this.classes = planes(bytes, base, header.classes, 2);
    this.columns = header.columns.map(column => new Column(column, bytes, base));
    this.byName = new Map(this.columns.map(column => [column.name, column]));
    this.accuracies = this.columns.filter(column => column.kind === "accuracy");
    const scores = this.columns.filter(column => column.kind === "metric");
    this.isScored = Uint8Array.from({ length: this.count }, (_, cell) => scores.some(column => column.has(cell)) ? 1 : 0);
    this.cellOf = new Uint16Array(this.count);
    this.codes.forEach((code, cell) => { this.cellOf[code] = cell; });
    this.digits = new Uint8Array(6 * this.count);
    this.numbers = new Uint8Array(5 * this.count);
    for (let cell = 0; cell < this.count; cell++) {
      for (let edge = 5, rest = this.codes[cell]; edge >= 0; edge--, rest = Math.floor(rest / 5)) {
        this.digits[6 * cell + edge] = rest % 5;
        this.numbers[5 * cell + rest % 5]++;
      }
    }
  }

  /** The operation on an edge, as its number. */
  operation(cell, edge) { return this.digits[6 * cell + edge]; }

  /** How many edges have an operation. */
  number(cell, operation) { return this.numbers[5 * cell + operation]; }

  isDead(cell, edge) { return (this.dead[cell] >> edge & 1) === 1; }

  /** Whether a cell is one of the cells scored, and of a population. */
  isIn(cell, population) {
    if (!this.isScored[cell]) return false;
    return population === "all" || (population === "live" ? this.dead[cell] === 0 : this.classes[cell] === cell);
  }

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

  /** The cells that differ in one operation, and in which. */
  neighbours(cell) {
    return this.edges.flatMap((_, edge) => {
      const [now, value] = [this.operation(cell, edge), 5 ** (5 - edge)];
      return [0, 1, 2, 3, 4].filter(other => other !== now)
        .map(other => ({ cell: this.cellOf[this.codes[cell] + (other - now) * value], edge, from: now, to: other }));
    });
  }

  isomorphs(cell) {
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
    if (/^\d+$/.test(query)) {
      const found = Number(query) < this.count ? [Number(query)] : [];
      for (let cell = 0; cell < this.count && found.length < limit; cell++) {
        if (String(cell).startsWith(query) && cell !== found[0]) found.push(cell);
      }
      return found;
    }
    const tuple = query.match(/^\(?\s*([0-4](?:[\s,]+[0-4]){5})\s*\)?$/);
    if (tuple) {
      const operations = new Array(6);
      tuple[1].split(/[\s,]+/).forEach((digit, place) => {
        operations[this.tupleOrder[place]] = this.tupleDigits.indexOf(Number(digit));
      });
      return [this.cellOf[operations.reduce((code, operation) => 5 * code + operation, 0)]];
    }
    const found = [];
    for (let cell = 0; cell < this.count && found.length < limit; cell++) {
      if (this.string(cell).includes(query)) found.push(cell);
    }
    return found;
  }
}

// Numbers as texts, with a real minus sign.

function fixed(value, digits) { return value.toFixed(digits).replace("-", "−"); }

/** Four digits, or all of a whole number of five. */
function short(value) {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e5) return String(value).replace("-", "−");
  if (size >= 1e9 || size < 1e-4) return value === 0 ? "0" : value.toExponential(3).replace("e+", "e").replaceAll("-", "−");
  if (size >= 1e6) return `${fixed(value / 1e6, 2)} M`;
  if (size >= 1e5) return `${fixed(value / 1e3, 1)} k`;
  return fixed(value, Math.min(7, Math.max(0, 3 - Math.floor(Math.log10(size)))));
}

function grouped(number) { return number.toLocaleString("en-US"); }

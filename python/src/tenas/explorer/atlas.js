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

  /** How much better a value is than another; negative if it is worse. */
  gain(cell, other) { return (this.lowerIsBetter ? -1 : 1) * (this.value(cell) - this.value(other)); }

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

/** All cells: what is the same in every space. The spaces are in benchmark.js and genotypes.js. */
class Atlas {
  /** @param {number} places how many operations a cell has */
  constructor(header, bytes, base, places) {
    Object.assign(this, {
      title: header.title, facts: header.facts, count: header.count, operations: header.operations, picture: header.picture,
      convolutions: header.convolutions, populations: header.populations, places,
    });
    this.members = bytes.subarray(base + header.members[0], base + header.members[0] + header.members[1]);
    this.columns = header.columns.map(column => new Column(column, bytes, base));
    this.byName = new Map(this.columns.map(column => [column.name, column]));
    this.accuracies = this.columns.filter(column => column.kind === "accuracy" || column.kind === "target");
    const scores = this.columns.filter(column => column.kind === "metric");
    this.isScored = Uint8Array.from({ length: this.count }, (_, cell) => scores.some(column => column.has(cell)) ? 1 : 0);
  }

  /** Counts the operations, once `operation` knows them. */
  tally() {
    this.numbers = new Uint8Array(this.operations.length * this.count);
    for (let cell = 0; cell < this.count; cell++) {
      for (let place = 0; place < this.places; place++) {
        this.numbers[this.operations.length * cell + this.operation(cell, place)]++;
      }
    }
  }

  /** At how many places an operation stands. */
  number(cell, operation) { return this.numbers[this.operations.length * cell + operation]; }

  /** Whether a cell is one of the cells scored, and of a population. */
  isIn(cell, population) {
    const bit = this.populations.findIndex(({ name }) => name === population);
    return this.isScored[cell] === 1 && (this.members[cell] >> bit & 1) === 1;
  }

  /** The cells whose index begins like a number, the one that is it first. */
  numbered(query, limit) {
    const found = Number(query) < this.count ? [Number(query)] : [];
    for (let cell = 0; cell < this.count && found.length < limit; cell++) {
      if (String(cell).startsWith(query) && cell !== found[0]) found.push(cell);
    }
    return found;
  }

  /** The cells whose string has a text. */
  containing(query, limit) {
    const found = [];
    for (let cell = 0; cell < this.count && found.length < limit; cell++) {
      if (this.string(cell).toLowerCase().includes(query)) found.push(cell);
    }
    return found;
  }
}

/** Reads what CellAtlas.swift packs. */
function atlasOf(bytes) {
  const end = bytes.indexOf(10);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  return header.space === "darts" ? new GenotypeAtlas(header, bytes, end + 1) : new BenchmarkAtlas(header, bytes, end + 1);
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

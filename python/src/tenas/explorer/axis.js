// How a column becomes positions.

const SCALES = { value: "value", log: "logarithm", place: "place" };

/** The scale that shows most of a column: places where a few cells would take most of the axis. */
function suitedScale(column) {
  if (column.kind === "accuracy" || column.levels.length < 30) return "value";
  if (column.kind === "rule") return "place";
  const sorted = column.order.filter(level => level !== MISSING).sort();
  const at = share => column.levels[sorted[Math.floor(share * (sorted.length - 1))]];
  /** How much longer the axis is than what nine tenths of the cells take of it. */
  const waste = turn => (turn(column.high) - turn(column.low)) / (turn(at(0.95)) - turn(at(0.05)));
  if (waste(value => value) < 3) return "value";
  return column.low > 0 && waste(Math.log) < 6 ? "log" : "place";
}

/** A column on a scale: a coordinate a cell, or the gutter it stands in for want of one. */
class Axis {
  constructor(column, scale) {
    this.column = column;
    this.scale = scale in SCALES ? scale : column.scale ??= suitedScale(column);
    if (this.scale === "log" && !(column.high > 0)) this.scale = "place";
    this.isReversed = this.scale === "place";
  }

  /** NaN where it has no place on the axis. */
  coordinate(cell) {
    if (this.scale === "place") return this.column.place(cell);
    const value = this.column.value(cell);
    return !Number.isFinite(value) || this.scale === "log" && value <= 0 ? NaN : value;
  }

  /** −1 for the gutter at the low end, 1 for that at the high end, 0 for the axis itself; null for a cell without a number. */
  gutter(cell) {
    if (!this.column.has(cell)) return null;
    if (this.scale === "place") return 0;
    const value = this.column.value(cell);
    if (Number.isFinite(value) && !(this.scale === "log" && value <= 0)) return 0;
    return value > 0 ? 1 : -1;
  }

  get title() {
    if (this.scale === "place") return `${this.column.name}, place (1 is best)`;
    if (this.column.kind === "accuracy") return `${this.column.name} test accuracy (%)`;
    const good = this.column.hasDirection ? (this.column.lowerIsBetter ? ", low is good" : ", high is good") : "";
    return this.column.name + good;
  }

  /** Where ticks stand between two coordinates; null leaves it to Vega. */
  ticks(low, high) {
    if (this.scale === "place") {
      const step = niceStep((high - low) / 5);
      const ticks = [];
      for (let tick = Math.max(step, Math.ceil(low / step) * step); tick <= high; tick += step) ticks.push(tick);
      return low < step / 2 ? [1, ...ticks] : ticks;
    }
    if (this.scale !== "log") return null;
    const factors = high < 30 * low ? [1, 2, 5] : [1];
    const ticks = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
    }
    return ticks.filter(tick => tick >= low && tick <= high);
  }

  text(cell) {
    return this.scale === "place" ? `place ${grouped(this.column.place(cell))}` : this.column.text(cell);
  }
}

/** The smallest of 1, 2, 5, 10, … that is no smaller than a number. */
function niceStep(least) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map(factor => factor * unit).find(step => step >= least);
}

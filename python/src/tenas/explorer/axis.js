// How a column becomes positions.

const SCALES = { value: "value", log: "logarithm", place: "place" };

/** The scale that shows most of a column: places where few cells would take most of the axis. */
function suitedScale(column) {
  if (column.usual) return column.usual;
  if (column.kind === "accuracy" || column.levels.length < 30) return column.usual = "value";
  if (column.kind === "rule") return column.usual = "place";
  const sorted = column.order.filter(level => level !== MISSING).sort();
  const at = share => column.levels[sorted[Math.floor(share * (sorted.length - 1))]];
  const spread = turn => (turn(column.high) - turn(column.low)) / (turn(at(0.95)) - turn(at(0.05)));
  if (column.low > 0 && column.high / column.low > 30 && spread(Math.log) < 6) return column.usual = "log";
  return column.usual = spread(value => value) < 6 ? "value" : "place";
}

/** A column on a scale: a coordinate a cell, or the gutter it stands in for want of one. */
class Axis {
  constructor(column, scale) {
    this.column = column;
    this.scale = scale in SCALES ? scale : suitedScale(column);
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

  text(cell) {
    return this.scale === "place" ? `place ${grouped(this.column.place(cell))}` : this.column.text(cell);
  }
}

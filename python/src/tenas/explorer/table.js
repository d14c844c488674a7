// The list of cells below the plots.

const ROWS = 50;

class Table {
  constructor(atlas, holder, told) {
    Object.assign(this, { atlas, holder, told, rows: ROWS });
  }

  /** Lists cells, sorted by a column of the atlas or by index. */
  show(cells, columns, sort, isWorstFirst, picked, isSame) {
    if (!isSame) this.rows = ROWS;
    const column = this.atlas.byName.get(sort);
    const sign = isWorstFirst ? -1 : 1;
    const key = column ? cell => column.place(cell) : cell => cell;
    const sorted = column ? cells.filter(cell => column.has(cell)) : [...cells];
    sorted.sort((a, b) => sign * (key(a) - key(b)) || a - b);
    this.sorted = sorted;
    const heading = (name, text, title) => element("th", {
      scope: "col", class: name === "index" ? "" : "number",
      "aria-sort": name === sort ? (isWorstFirst ? "descending" : "ascending") : "none",
    }, element("button", { type: "button", title, onclick: () => this.told.sort(name) }, text,
      element("span", { "aria-hidden": "true" }, name === sort ? (isWorstFirst ? " ▾" : " ▴") : "")));
    const row = cell => element("tr", {
      tabindex: 0, "data-cell": cell, "aria-selected": cell === picked, title: this.atlas.string(cell),
      onclick: () => this.told.pick(cell), onkeydown: event => this.key(event, cell),
    },
      element("td", {}, this.atlas.small(cell)),
      element("td", {}, String(cell)),
      ...columns.map(other => element("td", { class: "number" },
        other.kind === "rule" ? null : element("span", {}, other.text(cell)),
        element("span", { class: "place" }, other.has(cell) ? ` ${grouped(other.place(cell))}` : ""))));
    this.holder.replaceChildren(
      element("div", { class: "scroll" }, element("table", {},
        element("caption", {}, "Small numbers are places among all cells; 1 is the best."),
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "cell"), heading("index", "index", "sort by index"),
          ...columns.map(other => heading(other.name, other.name, `sort by ${other.name}, the best first; again: the worst first`)))),
        element("tbody", {}, ...sorted.slice(0, this.rows).map(row)))),
      element("p", { class: "more" },
        sorted.length > this.rows
          ? element("button", { type: "button", onclick: () => { this.rows += ROWS; this.told.more(); } },
            `${grouped(Math.min(ROWS, sorted.length - this.rows))} more of ${grouped(sorted.length)}`) : null,
        element("button", { type: "button", onclick: () => this.save(columns) }, `Save these ${grouped(sorted.length)} cells as CSV`)));
  }

  /** Marks another row as that of the card. */
  pick(cell) {
    for (const row of this.holder.querySelectorAll("tbody tr")) {
      row.setAttribute("aria-selected", String(Number(row.dataset.cell) === cell));
    }
  }

  key(event, cell) {
    const row = event.currentTarget;
    if (event.key === "Enter" || event.key === " ") this.told.pick(cell);
    else if (event.key === "ArrowDown") row.nextElementSibling?.focus();
    else if (event.key === "ArrowUp") row.previousElementSibling?.focus();
    else return;
    event.preventDefault();
  }

  save(columns) {
    const number = value => Number.isNaN(value) ? "" : value === Infinity ? "inf" : value === -Infinity ? "-inf" : String(value);
    const quoted = text => /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const lines = [["index", "architecture", ...columns.map(({ name }) => quoted(name))].join(",")]
      .concat(this.sorted.map(cell => [cell, quoted(this.atlas.string(cell)), ...columns.map(column => number(column.value(cell)))].join(",")));
    const link = element("a", { href: URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" })), download: "cells.csv" });
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

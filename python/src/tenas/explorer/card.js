// The card of a cell: what `tenas cell` prints.

function cardOf(atlas, cell, truth, pick) {
  const button = (other, ...content) => element("button", { type: "button", onclick: () => pick(other) }, ...content);
  const same = atlas.same(cell);
  const lines = [
    element("div", { class: "heading" },
      element("h2", {}, `Cell ${cell}`),
      element("button", { type: "button", class: "close", "aria-label": "Close the card", onclick: () => pick(null) }, "×")),
    drawn(atlas, cell),
    ...atlas.names(cell).map(copied),
    atlas.hasDead(cell) ? element("p", { class: "small" }, atlas.words.dead) : null,
  ];
  for (const [kind, title, what] of [["accuracy", "Accuracy", "test accuracy"], ["target", "Targets", "target"]]) {
    const columns = atlas.accuracies.filter(column => column.kind === kind);
    if (columns.length) lines.push(numbers(title, what, columns, cell, true, atlas.count));
  }
  if (!atlas.isScored[cell]) lines.push(element("p", { class: "small" }, "The runs have no score of this cell."));
  // Scores come before what is near: they are what one looks for.
  const scores = [["rule", "Rules"], ["metric", "Scores"]]
    .map(([kind, title]) => [title, atlas.columns.filter(column => column.kind === kind && column.has(cell))])
    .filter(([, columns]) => columns.length)
    .map(([title, columns]) => numbers(title, title === "Rules" ? "rule" : "metric", columns, cell, title !== "Rules", atlas.count));
  lines.push(...scores);
  const near = atlas.near(cell);
  if (truth) near.sort((a, b) => truth.place(a.cell) - truth.place(b.cell));
  lines.push(
    element("h3", {}, atlas.words.near, truth ? element("span", { class: "small" }, ` by ${truth.name}`) : null),
    near.length ? null : element("p", { class: "small" }, "None has half of its operations in common."),
    element("ul", { class: "near" }, ...near.map(({ cell: other, change, title }) => {
      const step = truth ? truth.value(other) - truth.value(cell) : NaN;
      return element("li", {}, button(other,
        atlas.small(other),
        element("span", {}, `${other}`),
        element("span", { class: "change", title }, ...change()),
        Number.isNaN(step) ? null : element("span", { class: truth.gain(other, cell) < 0 ? "step worse" : "step" },
          `${step >= 0 ? "+" : ""}${truth.kind === "accuracy" ? fixed(step, 2) : short(step)}`)));
    })));
  if (atlas.words.same !== null) {
    lines.push(element("h3", {}, atlas.words.same), same.length
      ? element("p", { class: "chips" }, ...same.slice(0, 60).map(other => button(other, String(other))),
        same.length > 60 ? element("span", { class: "small" }, ` and ${same.length - 60} more`) : null)
      : element("p", { class: "small" }, "No other cell computes the same."));
  }
  return lines;
}

/** A table of values, places and shares. */
function numbers(title, what, columns, cell, hasValues, count) {
  return element("table", { class: "numbers" },
    element("caption", {}, title),
    element("thead", {}, element("tr", {},
      ...[what, hasValues ? "value" : null, "place", "better than"].filter(Boolean)
        .map((text, place) => element("th", { scope: "col", class: place ? "number" : "" }, text)))),
    element("tbody", {}, ...columns.map(column => {
      const share = column.share(cell);
      return element("tr", { title: column.definition },
        element("th", { scope: "row" }, column.name),
        hasValues ? element("td", { class: "number" }, column.text(cell)) : null,
        element("td", { class: "number" }, column.has(cell) ? grouped(column.place(cell)) : "–",
          column.count < count && column.has(cell) ? element("span", { class: "small" }, ` of ${grouped(column.count)}`) : null),
        element("td", { class: "share" }, column.has(cell)
          ? element("span", { style: `--share:${fixed(100 * share, 1)}%` }, `${percent(share)} %`) : "–"));
    })));
}

/** A text with a button that copies it. */
function copied(text) {
  return element("p", { class: "copied" }, element("code", {}, text),
    element("button", { type: "button", "aria-label": `Copy ${text}`, onclick: event => copy(text, event.currentTarget) }, "Copy"));
}

async function copy(text, button) {
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = said; }, 1200);
  } catch {
    window.prompt("Copy this:", text); // Pages opened as files may lack the clipboard.
  }
}

/** A share in percent that is 100 for the best alone. */
function percent(share) { return share === 1 ? "100" : (100 * share).toFixed(share > 0.999 ? 2 : 1); }

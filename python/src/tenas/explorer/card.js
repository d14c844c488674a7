// The card of a cell: what `tenas cell` prints.

function cardOf(atlas, cell, truth, pick) {
  const button = (other, ...content) => element("button", { type: "button", onclick: () => pick(other) }, ...content);
  const same = atlas.isomorphs(cell);
  const isDead = atlas.dead[cell] !== 0;
  const lines = [
    element("div", { class: "heading" },
      element("h2", {}, `Cell ${cell}`),
      element("button", { type: "button", class: "close", "aria-label": "Close the card", onclick: () => pick(null) }, "×")),
    drawn(atlas, cell),
    copied(atlas.string(cell)),
    copied(`(${atlas.tuple(cell).join(", ")})`),
    isDead ? element("p", { class: "small" }, "Pale operations are dead: they are on no path from input to output.") : null,
  ];
  if (atlas.accuracies.length) {
    lines.push(numbers("Accuracy", "test accuracy", atlas.accuracies, cell, true));
  }
  if (!atlas.isScored[cell]) lines.push(element("p", { class: "small" }, "The runs have no score of this cell."));
  const neighbours = atlas.neighbours(cell);
  const here = truth?.value(cell);
  if (truth) neighbours.sort((a, b) => truth.place(a.cell) - truth.place(b.cell));
  const labels = atlas.picture.labels;
  lines.push(
    element("h3", {}, "One operation away", truth ? element("span", { class: "small" }, ` by ${truth.name}`) : null),
    element("ul", { class: "near" }, ...neighbours.map(({ cell: other, edge, from, to }) => {
      const [source, target] = atlas.edges[edge];
      const step = truth ? truth.value(other) - here : NaN;
      return element("li", {}, button(other,
        drawn(atlas, other, true),
        element("span", {}, `${other}`),
        element("span", { class: "change", title: `from ${source} to ${target}: ${labels[from]} becomes ${labels[to]}` },
          `${source}→${target} `, element("i", { style: `background:${atlas.picture.colours[from]}` }), "→ ",
          element("i", { style: `background:${atlas.picture.colours[to]}` }), labels[to]),
        truth && !Number.isNaN(step)
          ? element("span", { class: step < 0 ? "step worse" : "step" }, `${step >= 0 ? "+" : ""}${fixed(step, 2)}`) : null));
    })),
    element("h3", {}, "The same function"),
    same.length
      ? element("p", { class: "chips" }, ...same.slice(0, 60).map(other => button(other, String(other))),
        same.length > 60 ? element("span", { class: "small" }, ` and ${same.length - 60} more`) : null)
      : element("p", { class: "small" }, "No other cell computes the same."));
  const scores = [["rule", "Rules"], ["metric", "Scores"]]
    .map(([kind, title]) => [title, atlas.columns.filter(column => column.kind === kind && column.has(cell))])
    .filter(([, columns]) => columns.length)
    .map(([title, columns]) => numbers(title, title === "Rules" ? "rule" : "metric", columns, cell, title !== "Rules"));
  // Scores come before what is near: they are what one looks for.
  lines.splice(lines.length - 4, 0, ...scores);
  return lines;
}

/** A table of values, places and shares. */
function numbers(title, what, columns, cell, hasValues) {
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
          column.count < 15625 && column.has(cell) ? element("span", { class: "small" }, ` of ${grouped(column.count)}`) : null),
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

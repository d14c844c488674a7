// What gives points their colour: a column, by place, or how often an operation is there.

const STEPS = 256;

/** Vega's ramp, from dark to bright, without its brightest end, which is pale on white. */
async function ramp() {
  const scales = [{ name: "shade", type: "linear", domain: [0, 1], range: { scheme: "viridis", extent: [0, 0.94] } }];
  const { view } = await embed(element("div"), { width: 1, height: 1, scales });
  return view.scale("shade");
}

class Colour {
  constructor(atlas, name, shade) {
    Object.assign(this, { name, shade });
    const counted = name.startsWith("#") ? name.slice(1) : null;
    if (counted !== null) {
      const wanted = counted === "conv" ? atlas.convolutions : [atlas.operations.indexOf(counted)];
      const palette = Array.from({ length: atlas.places + 1 }, (_, step) => shade(step / atlas.places));
      const number = cell => wanted.reduce((sum, operation) => sum + atlas.number(cell, operation), 0);
      this.of = cell => palette[number(cell)];
      const there = new Set(Array.from({ length: atlas.count }, (_, cell) => number(cell)));
      this.marks = palette.map((colour, step) => ({ colour, text: String(step), isThere: there.has(step) })).filter(({ isThere }) => isThere);
    } else {
      const column = atlas.byName.get(name);
      const palette = Array.from({ length: STEPS }, (_, step) => shade(step / (STEPS - 1)));
      // The best are bright; by place, since most of a colour ramp would else go to a few cells far out.
      this.of = cell => column.has(cell) ? palette[Math.round(column.share(cell) * (STEPS - 1))] : "#bbb";
      const order = Array.from(column.order.keys()).filter(cell => column.has(cell))
        .sort((a, b) => column.place(b) - column.place(a));
      this.marks = [0, 0.25, 0.5, 0.75, 1].map(share => ({
        colour: shade(share), text: order.length ? column.text(order[Math.round(share * (order.length - 1))]) : "–",
      }));
      this.isContinuous = true;
    }
  }

  /** The legend of both plots. */
  legend() {
    if (!this.isContinuous) {
      return element("div", { class: "swatches" },
        ...this.marks.map(({ colour, text }) => element("span", {}, element("i", { style: `background:${colour}` }), text)));
    }
    const stops = Array.from({ length: 11 }, (_, step) => this.shade(step / 10)).join(",");
    return element("div", { class: "ramp", title: "a quarter of the cells between each two numbers" },
      element("i", { style: `background:linear-gradient(90deg,${stops})` }),
      element("div", {}, ...this.marks.map(({ text }) => element("span", {}, text))));
  }
}

/** What can be chosen, as [value, text] in groups. */
function colourChoices(atlas) {
  return [
    ["counts", [["#conv", "number of convolutions"], ...atlas.operations.map((name, place) => [`#${name}`, `number of ${atlas.picture.labels[place]}`])]],
    ...columnChoices(atlas),
  ];
}

function columnChoices(atlas) {
  return [["accuracy", "accuracies"], ["target", "targets"], ["rule", "rules"], ["metric", "metrics"]]
    .map(([kind, title]) => [title, atlas.columns.filter(column => column.kind === kind).map(({ name }) => [name, name])])
    .filter(([, choices]) => choices.length);
}

// A cell as SVG: nodes and labelled edges. Where the lines run is the business of CellPicture.swift and GenotypePicture.swift.

const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key.startsWith("aria-")) node.setAttribute(key, String(value));
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter(child => child !== null));
  return node;
}

function shape(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** The cell drawn; a small one has no texts. */
function drawn(atlas, cell, isSmall = false) {
  const { width, height, edges, nodes, radius, colours, labels, pale, titles, bands } = atlas.picture;
  const lines = atlas.lines(cell);
  const svg = shape("svg", {
    viewBox: `0 0 ${width} ${height}`, class: isSmall ? "cell small" : "cell", role: "img",
    "aria-label": `cell ${cell}: ${lines.map(({ words }) => words).join(", ")}`,
  });
  for (const { path, arrow, ...box } of bands) {
    svg.append(shape("rect", { ...box, rx: 12, class: "band" }), shape("path", { d: path, class: "band" }), shape("polygon", { points: arrow, class: "band" }));
  }
  // Long arrows come first, since they pass over the labels of short ones.
  const inOrder = lines.toSorted((a, b) => (b.reach ?? 0) - (a.reach ?? 0));
  for (const { curve, operation, isDead } of inOrder) {
    const { path, arrow, x, y } = edges[curve];
    const isNone = atlas.operations[operation] === "none";
    if (isNone && isSmall) continue;
    const group = shape("g", { opacity: isNone || isDead ? pale : 1 });
    const line = shape("path", { d: path, fill: "none", stroke: colours[operation] });
    if (isNone) line.setAttribute("stroke-dasharray", "4 4");
    group.append(line);
    if (!isSmall) {
      group.append(shape("polygon", { points: arrow, fill: colours[operation] }), shape("text", { x, y }, labels[operation]));
      if (isDead) group.append(shape("title", {}, atlas.words.dead));
    }
    svg.append(group);
  }
  for (const { x, y, name } of nodes) {
    svg.append(shape("circle", { cx: x, cy: y, r: radius }));
    if (!isSmall) svg.append(shape("text", { x, y: y + 4 }, name));
  }
  for (const { x, y, text } of titles) svg.append(shape("text", { x, y, class: "title" }, text));
  return svg;
}

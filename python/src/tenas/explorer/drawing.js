// A cell as SVG: four nodes, six edges. Where the lines run is CellPicture.swift's business.

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
  const { width, height, edges, nodes, radius, colours, labels, pale } = atlas.picture;
  const words = atlas.edges.map(([source, target], edge) =>
    `${source} to ${target} ${labels[atlas.operation(cell, edge)]}${atlas.isDead(cell, edge) ? " (dead)" : ""}`);
  const svg = shape("svg", {
    viewBox: `0 0 ${width} ${height}`, class: isSmall ? "cell small" : "cell", role: "img",
    "aria-label": `cell ${cell}: ${words.join(", ")}`,
  });
  edges.forEach(({ path, arrow, x, y }, edge) => {
    const operation = atlas.operation(cell, edge);
    const isNone = atlas.operations[operation] === "none";
    if (isNone && isSmall) return;
    const group = shape("g", { opacity: isNone || atlas.isDead(cell, edge) ? pale : 1 });
    const line = shape("path", { d: path, fill: "none", stroke: colours[operation] });
    if (isNone) line.setAttribute("stroke-dasharray", "4 4");
    group.append(line);
    if (!isSmall) {
      group.append(shape("polygon", { points: arrow, fill: colours[operation] }), shape("text", { x, y }, labels[operation]));
      if (atlas.isDead(cell, edge)) group.append(shape("title", {}, "dead: on no path from input to output"));
    }
    svg.append(group);
  });
  for (const { x, y, name } of nodes) {
    svg.append(shape("circle", { cx: x, cy: y, r: radius }));
    if (!isSmall) svg.append(shape("text", { x, y: y + 4 }, name));
  }
  return svg;
}

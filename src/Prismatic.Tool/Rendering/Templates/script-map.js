// The map of rows as a canvas that can be looked into. Without this script its picture and the table of groups stand.
async function startMap() {
  const figure = document.getElementById("map");
  if (!figure || !document.getElementById("map-points") || !window.DecompressionStream) return;
  const map = { ...(await readMap()), picture: figure.querySelector("svg"), x: 0, y: 0, zoom: 1, pointed: -1, isolated: -1 };
  map.labels = [...map.picture.querySelectorAll("text")].map((label) => labelOf(map, label));
  buildMap(map, figure);
  map.colourings = colourings(map);
  map.colouring = map.colourings[0];
  figure.classList.add("drawn");
  const fit = () => {
    sizeMap(map);
    colourMap(map);
  };
  fit();
  showLegend(map);
  startHands(map);
  new ResizeObserver(() => map.canvas.clientWidth && Math.round(map.canvas.clientWidth * map.ratio) !== map.canvas.width && fit()).observe(map.canvas);
  document.addEventListener("themechange", () => colourMap(map));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => colourMap(map));
  drawMap(map);
}

function labelOf(map, label) {
  const [box, scale] = [map.picture.viewBox.baseVal, Number(map.picture.dataset.scale)];
  return {
    x: (label.x.baseVal[0].value - box.width / 2) / scale,
    y: (box.height / 2 - (label.y.baseVal[0].value - 9)) / scale,
    text: label.textContent,
  };
}

function buildMap(map, figure) {
  map.canvas = document.createElement("canvas");
  map.canvas.tabIndex = 0;
  map.canvas.setAttribute("role", "application");
  map.canvas.setAttribute("aria-label", map.picture.getAttribute("aria-label"));
  map.canvas.setAttribute("aria-describedby", "map-keys");
  map.context = map.canvas.getContext("2d");
  [map.tip, map.said, map.legend, map.list, map.findings] = ["div", "p", "div", "div", "output"].map((tag) =>
    document.createElement(tag));
  map.tip.className = "map-tip";
  map.tip.hidden = true;
  map.said.className = "aloud";
  map.said.setAttribute("aria-live", "polite");
  map.legend.className = "map-bar map-legend";
  map.list.className = "map-list";
  const stage = document.createElement("div");
  stage.className = "map-stage";
  stage.append(map.canvas, map.tip);
  const live = document.createElement("div");
  live.className = "map-live";
  live.append(mapTools(map), stage, map.legend, mapKeys(), map.said, map.list);
  figure.append(live);
}

function mapTools(map) {
  const bar = document.createElement("div");
  bar.className = "map-bar";
  const middle = () => [map.canvas.width / 2, map.canvas.height / 2];
  const lasso = mapButton("Lasso", () => {
    map.drawing = !map.drawing;
    lasso.ariaPressed = String(map.drawing);
    map.canvas.classList.toggle("drawing", map.drawing);
  });
  lasso.ariaPressed = "false";
  lasso.title = "Draw a line around points to list them";
  const tools = [
    mapButton("+", () => zoomAt(map, middle(), 1.6), "Zoom in"),
    mapButton("−", () => zoomAt(map, middle(), 1 / 1.6), "Zoom out"),
    mapButton("Whole map", () => wholeMap(map)),
    lasso,
    mapButton("List what is in view", () => chooseRows(map, pointsInView(map))),
  ];
  bar.append(colourChoice(map), findBox(map), ...tools);
  return bar;
}

function mapButton(text, act, name) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  if (name) button.ariaLabel = name;
  button.addEventListener("click", act);
  return button;
}

function colourChoice(map) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  colourings(map).forEach(({ name }, i) => select.add(new Option(name, i)));
  select.addEventListener("change", () => {
    map.colouring = map.colourings[Number(select.value)];
    map.isolated = -1;
    showLegend(map);
    colourMap(map);
    lightMap(map);
  });
  label.append("Colour by ", select);
  return label;
}

function findBox(map) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  input.placeholder = "words or a number";
  input.addEventListener("input", () => searchMap(map, input.value));
  label.append("Find ", input, " ", map.findings);
  return label;
}

function mapKeys() {
  const keys = document.createElement("p");
  keys.className = "soft";
  keys.id = "map-keys";
  keys.textContent =
    "Point at a dot to read it; drag to move, press the map and turn the wheel (or pinch) to zoom, hold Shift and drag around dots to list them. Keys: arrows move, + and − zoom, 0 shows all, N and P step from dot to dot, Escape lets go.";
  return keys;
}

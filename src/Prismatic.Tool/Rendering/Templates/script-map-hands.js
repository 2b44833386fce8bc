// Pointer, wheel, fingers and keys.
const mostZoom = 200;

function startHands(map) {
  const { canvas } = map;
  const held = new Map();
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held.set(event.pointerId, placeOf(map, event));
    canvas.setPointerCapture(event.pointerId);
    if (held.size === 1 && (map.drawing || event.shiftKey)) map.lasso = [placeOf(map, event)];
    else map.lasso = null;
  });
  canvas.addEventListener("pointermove", (event) => {
    const place = placeOf(map, event);
    if (!held.has(event.pointerId)) {
      pointAt(map, rowAt(map, place));
    } else if (map.lasso) {
      map.lasso.push(place);
      askToMark(map);
    } else {
      drag(map, held, event.pointerId, place);
    }
  });
  const release = (event) => {
    held.delete(event.pointerId);
    const line = map.lasso;
    map.lasso = null;
    askToMark(map);
    if (line && event.type === "pointerup") chooseRows(map, line.length > 2 ? pointsWithin(map, line) : []);
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => pointAt(map, -1));
  canvas.addEventListener("wheel", (event) => wheel(map, event), { passive: false });
  canvas.addEventListener("keydown", (event) => press(map, event));
}

function placeOf(map, event) {
  const box = map.canvas.getBoundingClientRect();
  return [(event.clientX - box.left) * map.ratio, (event.clientY - box.top) * map.ratio];
}

function planeX(map, left) {
  return map.x + (left - map.canvas.width / 2) / (map.unit * map.zoom);
}

function planeY(map, top) {
  return map.y - (top - map.canvas.height / 2) / (map.unit * map.zoom);
}

function rowAt(map, [left, top]) {
  map.grid ??= gridOf(map, Uint32Array.from(map.rows, (_, point) => point));
  return nearestPoint(map, map.grid, planeX(map, left), planeY(map, top), (10 * map.ratio) / (map.unit * map.zoom));
}

// One finger or the mouse moves the map; two zoom it.
function drag(map, held, moved, place) {
  const before = held.get(moved);
  const other = [...held.keys()].find((id) => id !== moved);
  if (other !== undefined) {
    const still = held.get(other);
    zoomAt(map, still, distance(place, still) / Math.max(1, distance(before, still)));
  } else {
    moveMap(map, before[0] - place[0], place[1] - before[1]);
  }
  held.set(moved, place);
}

function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

// By pixels, to the right and upwards.
function moveMap(map, right, up) {
  map.x = Math.max(-1, Math.min(1, map.x + right / (map.unit * map.zoom)));
  map.y = Math.max(-1, Math.min(1, map.y + up / (map.unit * map.zoom)));
  pointAt(map, -1);
  askToDraw(map);
}

function zoomAt(map, [left, top], factor) {
  const [x, y] = [planeX(map, left), planeY(map, top)];
  map.zoom = Math.max(1, Math.min(mostZoom, map.zoom * factor));
  map.x += x - planeX(map, left);
  map.y += y - planeY(map, top);
  moveMap(map, 0, 0);
}

// A page that is scrolled past the map is not held up: the wheel zooms once the map has been pressed, or with Ctrl as a pinch has it.
function wheel(map, event) {
  if (!event.ctrlKey && document.activeElement !== map.canvas) return;
  event.preventDefault();
  zoomAt(map, placeOf(map, event), Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)));
}

function press(map, event) {
  const step = map.canvas.width / 10;
  const middle = [map.canvas.width / 2, map.canvas.height / 2];
  const keys = {
    ArrowLeft: () => moveMap(map, -step, 0),
    ArrowRight: () => moveMap(map, step, 0),
    ArrowUp: () => moveMap(map, 0, step),
    ArrowDown: () => moveMap(map, 0, -step),
    "+": () => zoomAt(map, middle, 1.5),
    "=": () => zoomAt(map, middle, 1.5),
    "-": () => zoomAt(map, middle, 1 / 1.5),
    0: () => wholeMap(map),
    n: () => nextRow(map, 1),
    p: () => nextRow(map, -1),
    Escape: () => chooseRows(map, []),
  };
  if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  keys[event.key]();
}

function wholeMap(map) {
  [map.x, map.y, map.zoom] = [0, 0, 1];
  moveMap(map, 0, 0);
}

// The next row in view, in the order of rows, said aloud.
function nextRow(map, step) {
  const inView = pointsInView(map).filter((point) => !map.lit || map.lit[point]);
  if (!inView.length) return;
  const at = inView.indexOf(map.pointed);
  const point = inView[at < 0 ? (step > 0 ? 0 : inView.length - 1) : (at + step + inView.length) % inView.length];
  pointAt(map, point);
  map.said.textContent = `${rowFacts(map, point).join(", ")}: ${rowText(map, point)}`;
}

function pointsInView(map) {
  const { width, height } = map.canvas;
  return pointsWithin(map, [[0, 0], [width, 0], [width, height], [0, height]]);
}

// Points inside a line of pixels that ends where it begins.
function pointsWithin(map, line) {
  const inside = [];
  for (let point = 0; point < map.rows.length; point++) {
    const [x, y] = [screenX(map, map.xs[point]), screenY(map, map.ys[point])];
    let odd = false;
    for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
      const [a, b] = [line[i], line[j]];
      if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) odd = !odd;
    }
    if (odd) inside.push(point);
  }
  return inside;
}

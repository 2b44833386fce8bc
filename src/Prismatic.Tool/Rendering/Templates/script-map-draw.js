// Dots are written into the picture's pixels: a hundred thousand of them in a few milliseconds, on any machine.
const dimmed = 0.12;

function sizeMap(map) {
  const { canvas, picture } = map;
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const width = Math.max(1, canvas.clientWidth);
  const box = picture.viewBox.baseVal;
  // Narrow screens have a higher map, to be moved and zoomed in.
  const height = Math.max(1, Math.round(width * Math.max(box.height / box.width, width < 600 ? 0.8 : 0)));
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  // From the plane to pixels of the canvas, at no zoom: as the picture has it.
  map.unit = (Number(picture.dataset.scale) * canvas.width) / box.width;
  map.ratio = canvas.width / width;
  map.image = map.context.createImageData(canvas.width, canvas.height);
  map.pixels = new Uint32Array(map.image.data.buffer);
}

function colourMap(map) {
  map.ground = rgbOf(getComputedStyle(map.canvas).backgroundColor);
  map.ink = getComputedStyle(map.canvas).color;
  map.palette = map.colouring.swatches().map((swatch) => rgbOf(swatch));
  askToDraw(map);
}

function rgbOf(colour) {
  return colour.match(/[\d.]+/g).slice(0, 3).map((part) => Math.round(Number(part)));
}

function askToDraw(map) {
  map.stale = true;
  askToMark(map);
}

// Marks lie over the dots, which stay as they are.
function askToMark(map) {
  if (map.asked) return;
  map.asked = true;
  requestAnimationFrame(() => {
    map.asked = false;
    drawMap(map);
  });
}

function drawMap(map) {
  if (map.stale) drawDots(map);
  map.stale = false;
  map.context.putImageData(map.image, 0, 0);
  drawLabels(map);
  drawMarks(map);
}

function drawDots(map) {
  map.pixels.fill(packedColour(map.ground));
  const dot = dotOf(dotRadius(map));
  const keys = map.colouring.keys;
  // What is chosen or found lies above the rest.
  for (const above of [0, 1]) {
    for (let point = 0; point < keys.length; point++) {
      if (map.lit ? map.lit[point] !== above : above) continue;
      stamp(map, dot, point, map.palette[keys[point] % map.palette.length], map.lit && !above ? dimmed : 1);
    }
  }
}

// Small where rows are many, and growing more slowly than the map does under zoom.
function dotRadius(map) {
  const room = (map.canvas.width * map.canvas.height) / map.rows.length;
  return Math.max(1.1, Math.min(4.5, 0.22 * Math.sqrt(room))) * Math.min(3, map.zoom ** 0.4) * Math.sqrt(map.ratio);
}

// Pixels of a disc: places, and how much of each it covers.
function dotOf(radius) {
  const reach = Math.ceil(radius);
  const dot = { reach, columns: [], rows: [], covers: [] };
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const cover = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(x, y)));
      if (cover === 0) continue;
      dot.columns.push(x);
      dot.rows.push(y);
      dot.covers.push(cover * 0.85);
    }
  }
  return dot;
}

function stamp(map, dot, point, colour, strength) {
  const { width, height } = map.image;
  const pixels = map.pixels;
  const left = Math.round(screenX(map, map.xs[point]));
  const top = Math.round(screenY(map, map.ys[point]));
  if (left < -dot.reach || top < -dot.reach || left >= width + dot.reach || top >= height + dot.reach) return;
  for (let i = 0; i < dot.covers.length; i++) {
    const column = left + dot.columns[i];
    const row = top + dot.rows[i];
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const at = row * width + column;
    const share = dot.covers[i] * strength;
    const under = pixels[at];
    const red = under & 255;
    const green = (under >> 8) & 255;
    const blue = (under >> 16) & 255;
    pixels[at] =
      (255 << 24) |
      ((blue + (colour[2] - blue) * share) << 16) |
      ((green + (colour[1] - green) * share) << 8) |
      (red + (colour[0] - red) * share);
  }
}

function packedColour([red, green, blue]) {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

function screenX(map, x) {
  return map.image.width / 2 + (x - map.x) * map.unit * map.zoom;
}

function screenY(map, y) {
  return map.image.height / 2 - (y - map.y) * map.unit * map.zoom;
}

// Numbers of groups, where the picture has them.
function drawLabels(map) {
  const { context, ratio } = map;
  if (map.colouring.name !== "group") return;
  context.font = `700 ${13 * ratio}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.lineJoin = "round";
  for (const { x, y, text } of map.labels) {
    const [left, top] = [screenX(map, x), screenY(map, y) + 4.5 * ratio];
    context.lineWidth = 4 * ratio;
    context.strokeStyle = `rgb(${map.ground.join(" ")})`;
    context.strokeText(text, left, top);
    context.fillStyle = map.ink;
    context.fillText(text, left, top);
  }
}

// The row that is pointed at, and the line that is being drawn around rows.
function drawMarks(map) {
  const { context, ratio } = map;
  context.strokeStyle = map.ink;
  context.lineWidth = 2 * ratio;
  if (map.pointed >= 0) {
    context.beginPath();
    context.arc(screenX(map, map.xs[map.pointed]), screenY(map, map.ys[map.pointed]), dotRadius(map) + 4 * ratio, 0, 7);
    context.stroke();
  }
  if (map.lasso && map.lasso.length > 1) {
    context.beginPath();
    map.lasso.forEach(([x, y]) => context.lineTo(x, y));
    context.closePath();
    context.setLineDash([5 * ratio, 4 * ratio]);
    context.stroke();
    context.setLineDash([]);
  }
}

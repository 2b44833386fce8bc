// The map's points as they lie in the page, packed: columns of little-endian integers, one entry for each point.
async function unpacked(id) {
  const element = document.getElementById(id);
  if (!element) return null;
  const text = atob(element.textContent);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function readMap() {
  const facts = JSON.parse(document.getElementById("map-facts").textContent);
  const [points, texts] = await Promise.all([unpacked("map-points"), unpacked("map-texts")]);
  const columns = mapColumns(facts, points);
  const said = texts ? JSON.parse(new TextDecoder().decode(texts)) : { at: [], texts: [] };
  return { facts, ...columns, ...heldTexts(facts.points, said), grid: null, textGrid: null };
}

function mapColumns(facts, buffer) {
  const count = facts.points;
  let at = 0;
  const take = (kind, length) => {
    const column = new kind(buffer.slice(at, at + length * kind.BYTES_PER_ELEMENT));
    at += length * kind.BYTES_PER_ELEMENT;
    return column;
  };
  // Row numbers may be larger than 32 bits hold.
  const rows = Float64Array.from(take(Int32Array, count));
  for (let i = 1; i < count; i++) rows[i] += rows[i - 1];
  return {
    rows,
    xs: places(take(Uint16Array, count)),
    ys: places(take(Uint16Array, count)),
    clusters: take(Uint16Array, count),
    groups: take(Uint8Array, count),
    files: facts.files.length ? take(Uint16Array, count) : null,
    states: facts.states.length ? take(Uint8Array, count) : null,
    clusterSizes: take(Int32Array, facts.clusters),
  };
}

function places(column) {
  return Float32Array.from(column, (value) => (value / 65535) * 2 - 1);
}

// For each point the place of its text; below 0 where the page has none.
function heldTexts(count, said) {
  const textAt = new Int32Array(count).fill(-1);
  said.at.forEach((point, i) => (textAt[point] = i));
  return { textAt, texts: said.texts, textPoints: said.at };
}

// Points by squares of the plane, so that the nearest is found without asking all.
const gridSide = 128;

function gridOf(map, points) {
  const cellOf = (point) => gridPlace(map.ys[point]) * gridSide + gridPlace(map.xs[point]);
  const starts = new Int32Array(gridSide * gridSide + 1);
  for (const point of points) starts[cellOf(point) + 1]++;
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  const next = starts.slice();
  const members = new Int32Array(starts[starts.length - 1]);
  for (const point of points) members[next[cellOf(point)]++] = point;
  return { starts, members };
}

function gridPlace(value) {
  return Math.max(0, Math.min(gridSide - 1, Math.floor(((value + 1) / 2) * gridSide)));
}

// The nearest point within a distance; -1 for none.
function nearestPoint(map, grid, x, y, within) {
  const [column, row, size] = [gridPlace(x), gridPlace(y), 2 / gridSide];
  let [best, bestSquare] = [-1, within * within];
  for (let ring = 0; ring <= gridSide && Math.max(0, ring - 1) * size <= Math.sqrt(bestSquare); ring++) {
    for (let r = Math.max(0, row - ring); r <= Math.min(gridSide - 1, row + ring); r++) {
      const edge = r === row - ring || r === row + ring;
      for (let c = column - ring; c <= column + ring; c += edge || ring === 0 ? 1 : 2 * ring) {
        if (c < 0 || c >= gridSide) continue;
        const cell = r * gridSide + c;
        for (let i = grid.starts[cell]; i < grid.starts[cell + 1]; i++) {
          const point = grid.members[i];
          const square = (map.xs[point] - x) ** 2 + (map.ys[point] - y) ** 2;
          if (square <= bestSquare) [best, bestSquare] = [point, square];
        }
      }
    }
  }
  return best;
}

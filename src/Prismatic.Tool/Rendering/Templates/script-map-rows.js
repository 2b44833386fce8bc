// What is said of rows: beside the pointer, to a screen reader, and in the list of rows that were chosen.
const listedRows = 200;

function rowFacts(map, point) {
  const { facts } = map;
  const cluster = map.clusters[point];
  return [
    `${facts.noun} ${map.rows[point].toLocaleString("en")}`,
    `group ${map.groups[point] + 1}`,
    cluster === 65535 ? "" : `cluster ${cluster}, ${map.clusterSizes[cluster].toLocaleString("en")} ${facts.noun}s`,
    map.states ? facts.states[map.states[point]] : "",
    map.files ? facts.files[map.files[point]] : "",
  ].filter((part) => part !== "");
}

// A row's own beginning, or that of the nearest row that has one in the page.
function rowText(map, point) {
  if (map.textAt[point] >= 0) return map.texts[map.textAt[point]];
  if (!map.texts.length) return "";
  map.textGrid ??= gridOf(map, map.textPoints);
  const near = nearestPoint(map, map.textGrid, map.xs[point], map.ys[point], 0.05);
  return near < 0 ? "" : `near by, ${map.facts.noun} ${map.rows[near].toLocaleString("en")}: ${map.texts[map.textAt[near]]}`;
}

function pointAt(map, point) {
  if (point === map.pointed) return;
  map.pointed = point;
  map.tip.hidden = point < 0;
  if (point >= 0) {
    const small = document.createElement("small");
    small.textContent = rowFacts(map, point).join(" · ");
    map.tip.replaceChildren(small, rowText(map, point));
    placeTip(map, point);
  }
  askToMark(map);
}

function placeTip(map, point) {
  const x = screenX(map, map.xs[point]) / map.ratio;
  const y = screenY(map, map.ys[point]) / map.ratio;
  const width = map.tip.offsetWidth;
  map.tip.style.left = Math.max(4, Math.min(map.canvas.clientWidth - width - 4, x - width / 2)) + "px";
  const below = y < map.canvas.clientHeight / 2;
  map.tip.style.top = below ? y + 16 + "px" : Math.max(4, y - 12 - map.tip.offsetHeight) + "px";
}

function chooseRows(map, points) {
  map.chosen = null;
  map.list.replaceChildren();
  if (points.length) {
    map.chosen = new Uint8Array(map.rows.length);
    for (const point of points) map.chosen[point] = 1;
    listRows(map, points);
  }
  map.said.textContent = `${points.length.toLocaleString("en")} ${map.facts.noun}s chosen`;
  lightMap(map);
}

function listRows(map, points) {
  const bar = document.createElement("p");
  bar.className = "map-bar";
  const count = document.createElement("b");
  count.textContent = `${points.length.toLocaleString("en")} ${map.facts.noun}s chosen`;
  bar.append(
    count,
    " ",
    mapButton("Copy their numbers", () => copyNumbers(map, points)),
    mapButton("Save them", () => saveFile(linesOf(map, points), "application/jsonl", "prismatic-rows.jsonl")),
    mapButton("Show all again", () => {
      chooseRows(map, []);
      map.canvas.focus();
    }),
  );
  const scroll = document.createElement("div");
  scroll.className = "scroll tall";
  scroll.tabIndex = 0;
  scroll.append(rowsTable(map, points.slice(0, listedRows)));
  map.list.append(bar, scroll);
  if (points.length > listedRows) {
    const more = document.createElement("p");
    more.className = "soft";
    more.textContent = `The first ${listedRows} are listed; all of them are in what "Save them" writes.`;
    map.list.append(more);
  }
}

function rowsTable(map, points) {
  const table = document.createElement("table");
  const { noun, stateTitle, fileTitle } = map.facts;
  const names = [noun, "group", "cluster", stateTitle, map.files ? fileTitle : "", "text"].map(capital);
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  names.filter((name) => name !== "").forEach((name, i) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    if (i < 3) cell.className = "n";
    cell.textContent = name;
    head.append(cell);
  });
  for (const point of points) {
    const row = body.insertRow();
    const { rows, groups, clusters, states, files, facts } = map;
    for (const number of [rows[point].toLocaleString("en"), groups[point] + 1, clusters[point] === 65535 ? "-" : clusters[point]]) {
      const cell = row.insertCell();
      cell.className = "n";
      cell.textContent = number;
    }
    if (states) row.insertCell().textContent = facts.states[states[point]];
    if (files) row.insertCell().textContent = facts.files[files[point]];
    row.insertCell().textContent = map.textAt[point] >= 0 ? map.texts[map.textAt[point]] : "-";
  }
  return table;
}

function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function linesOf(map, points) {
  const { facts } = map;
  const line = (point) => ({
    [facts.noun]: map.rows[point],
    group: map.groups[point] + 1,
    cluster: map.clusters[point] === 65535 ? null : map.clusters[point],
    ...(map.states && { state: facts.states[map.states[point]] }),
    ...(map.files && { [facts.fileTitle]: facts.files[map.files[point]] }),
    ...(map.textAt[point] >= 0 && { text: map.texts[map.textAt[point]] }),
  });
  return points.map((point) => JSON.stringify(line(point)) + "\n").join("");
}

// Where the clipboard is closed to the page, a file has them.
async function copyNumbers(map, points) {
  const text = points.map((point) => map.rows[point]).join("\n");
  try {
    await navigator.clipboard.writeText(text);
    map.said.textContent = "Numbers copied";
  } catch {
    saveFile(text + "\n", "text/plain", "prismatic-row-numbers.txt");
  }
}

// What points can be coloured by, and the legend that says which colour is what. Pressing an entry shows its rows alone.
const paletteSize = 10;

function colourings(map) {
  const { facts } = map;
  const all = [colouring("group", map.groups, facts.groups.map(groupName))];
  if (map.states) all.push(colouring(facts.stateTitle, map.states, facts.states));
  if (map.files) all.push(colouring(facts.fileTitle, map.files, facts.files));
  if (facts.clusters > 1) all.push(colouring("cluster", map.clusters, null));
  return all;
}

function colouring(name, keys, names) {
  const count = names ? names.length : paletteSize;
  return { name, keys, names, swatches: () => Array.from({ length: count }, (_, i) => paletteColour(i % paletteSize)) };
}

function groupName(group, i) {
  return group.words ? `${i + 1}: ${group.words}` : `Group ${i + 1}`;
}

// Colours come from the style sheet, for the scheme in which the page is shown.
function paletteColour(i) {
  const sample = document.createElement("span");
  sample.className = "k" + i;
  document.body.append(sample);
  const colour = getComputedStyle(sample).color;
  sample.remove();
  return colour;
}

// Longer legends end in a line that says how many more there are.
const legendLimit = 24;

function showLegend(map) {
  const { names, keys } = map.colouring;
  map.legend.replaceChildren();
  if (!names) {
    map.legend.append(`${map.facts.clusters.toLocaleString("en")} clusters in ${paletteSize} colours: point at one to see its own.`);
    return;
  }
  const counts = new Array(names.length).fill(0);
  for (const key of keys) counts[key]++;
  const present = names.map((name, key) => [name, key]).filter(([, key]) => counts[key] > 0);
  present.slice(0, legendLimit).forEach(([name, key]) => {
    const button = mapButton("", () => isolate(map, key));
    const swatch = document.createElement("span");
    swatch.className = "swatch k" + (key % paletteSize);
    swatch.ariaHidden = "true";
    button.append(swatch, `${cutText(name, 60)} (${counts[key].toLocaleString("en")})`);
    button.ariaPressed = "false";
    button.dataset.key = key;
    map.legend.append(button);
  });
  if (present.length > legendLimit) map.legend.append(` and ${present.length - legendLimit} more`);
}

function isolate(map, key) {
  map.isolated = map.isolated === key ? -1 : key;
  for (const button of map.legend.querySelectorAll("button")) {
    button.ariaPressed = String(Number(button.dataset.key) === map.isolated);
  }
  lightMap(map);
}

// Rows that an entry of the legend, the search and the lasso leave in light; null for all.
function lightMap(map) {
  const { keys } = map.colouring;
  const tests = [];
  if (map.isolated >= 0) tests.push((point) => keys[point] === map.isolated);
  if (map.found) tests.push((point) => map.found[point] === 1);
  if (map.chosen) tests.push((point) => map.chosen[point] === 1);
  map.lit = tests.length ? Uint8Array.from(keys, (_, point) => (tests.every((test) => test(point)) ? 1 : 0)) : null;
  askToDraw(map);
}

function searchMap(map, words) {
  map.found = null;
  map.findings.textContent = "";
  const wanted = words.trim().toLowerCase();
  if (wanted) {
    const number = /^\d[\d,]*$/.test(wanted) ? Number(wanted.replaceAll(",", "")) : -1;
    const matches = map.texts.map((text) => text.toLowerCase().includes(wanted));
    map.found = Uint8Array.from(map.textAt, (at, point) =>
      (at >= 0 && matches[at]) || map.rows[point] === number ? 1 : 0);
    const count = map.found.reduce((sum, value) => sum + value, 0);
    map.findings.textContent = ofAll(count, map.texts.length || map.rows.length) + (map.texts.length ? " beginnings" : ` ${map.facts.noun}s`);
  }
  lightMap(map);
}

function cutText(text, length) {
  return text.length > length ? text.slice(0, length - 1) + "…" : text;
}

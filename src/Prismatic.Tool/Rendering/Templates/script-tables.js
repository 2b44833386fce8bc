// Lists that can be sorted by their headers and searched. Without this script they are plain tables.
const searchFrom = 12;
const sortFrom = 3;

function startTables() {
  for (const table of document.querySelectorAll("table.data")) {
    if (table.tBodies.length && table.tHead) improveTable(table);
  }
}

function improveTable(table) {
  const rows = table.tBodies[0].rows.length;
  if (rows >= sortFrom) makeSortable(table);
  if (rows >= searchFrom || table.dataset.filter) makeSearchable(table);
}

function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const name = head.textContent.trim();
    if (!name || head.colSpan > 1) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = name;
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sortRows(table.tBodies[0], column, down ? -1 : 1);
    });
    head.replaceChildren(button);
  });
}

function sortRows(body, column, sign) {
  const keyed = [...body.rows].map((row) => [cellKey(row.cells[column]), row]);
  const compare = (a, b) => {
    // What has no value stands last in either direction.
    if (a[0] === null || b[0] === null) return (a[0] === null) - (b[0] === null);
    if (typeof a[0] !== typeof b[0]) return typeof a[0] === "number" ? -sign : sign;
    return a[0] < b[0] ? -sign : a[0] > b[0] ? sign : 0;
  };
  keyed.sort(compare);
  body.append(...keyed.map((pair) => pair[1]));
}

// Numbers stand as people read them: 1,234 and 12 % and 0.71 ± 0.02.
function cellKey(cell) {
  const text = cell ? cell.textContent.trim() : "";
  if (text === "" || text === "-") return null;
  const number = /^[-−]?\d[\d,]*(\.\d+)?/.exec(text);
  return number && cell.classList.contains("n") ? Number(number[0].replaceAll(",", "").replace("−", "-")) : text.toLowerCase();
}

function makeSearchable(table) {
  const box = searchBox();
  const column = table.dataset.filter;
  const choice = column ? box.insertBefore(choiceOf(table, Number(column)), box.lastElementChild) : null;
  const select = choice && choice.querySelector("select");
  const show = () => {
    const words = box.querySelector("input").value.toLowerCase();
    const wanted = select ? select.value : "";
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      row.hidden =
        (words !== "" && !row.textContent.toLowerCase().includes(words)) ||
        (wanted !== "" && kindOf(row.cells[column].textContent) !== wanted);
      if (!row.hidden) shown++;
    }
    box.querySelector("output").textContent = words + wanted === "" ? "" : ofAll(shown, table.tBodies[0].rows.length);
  };
  box.addEventListener("input", show);
  (table.closest(".scroll") || table).before(box);
}

// A choice of what stands in a column; what differs in numbers only is one choice.
function choiceOf(table, column) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  const kinds = new Set([...table.tBodies[0].rows].map((row) => kindOf(row.cells[column].textContent)));
  for (const kind of ["", ...kinds]) {
    const option = document.createElement("option");
    option.value = kind;
    option.textContent = kind || "all";
    select.append(option);
  }
  label.append(table.tHead.rows[0].cells[column].textContent.trim() + " ", select);
  return label;
}

function kindOf(text) {
  return text.trim().replace(/\d+(\.\d+)?/g, "…");
}

function searchBox() {
  const box = document.createElement("p");
  box.className = "search";
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  label.append("Search ", input);
  box.append(label, " ", document.createElement("output"));
  return box;
}

function ofAll(shown, all) {
  return shown.toLocaleString("en") + " of " + all.toLocaleString("en");
}

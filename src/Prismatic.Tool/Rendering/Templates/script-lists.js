// Lists of things to open can be searched; what is in them counts too.
const searchListFrom = 6;

function startLists() {
  for (const list of document.querySelectorAll(".list")) {
    if (list.children.length >= searchListFrom) makeListSearchable(list);
  }
}

function makeListSearchable(list) {
  const box = searchBox();
  box.addEventListener("input", () => {
    const words = box.querySelector("input").value.toLowerCase();
    let shown = 0;
    for (const item of list.children) {
      item.hidden = words !== "" && !item.textContent.toLowerCase().includes(words);
      if (!item.hidden) shown++;
    }
    box.querySelector("output").textContent = words === "" ? "" : ofAll(shown, list.children.length);
  });
  list.before(box);
}

async function start() {
  const root = document.documentElement;
  performance.mark("prismatic-start");
  root.classList.add("scripted");
  startTheme();
  startSaving();
  startTables();
  startLists();
  performance.mark("prismatic-page");
  await startMap();
  root.dataset.ready = "true";
  performance.mark("prismatic-ready");
}
start();

// The report that lies in the page, as a file. Offline; nothing is sent.
function startSaving() {
  const data = document.getElementById("report-json");
  const button = document.getElementById("save-json");
  if (!data || !button) return;
  button.addEventListener("click", () => saveFile(data.textContent, "application/json", "prismatic-report.json"));
  button.hidden = false;
}

function saveFile(text, type, name) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

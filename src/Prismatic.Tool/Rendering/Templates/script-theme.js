// Light, dark, or what the system says. Nothing is stored: pages from disk share one origin.
function startTheme() {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const names = ["system", "light", "dark"];
  let at = 0;
  const show = () => {
    if (at === 0) delete root.dataset.theme;
    else root.dataset.theme = names[at];
    button.textContent = "Colours: " + names[at];
    document.dispatchEvent(new Event("themechange"));
  };
  button.addEventListener("click", () => {
    at = (at + 1) % names.length;
    show();
  });
  button.hidden = false;
  show();
}

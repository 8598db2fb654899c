// Runs before the first paint so that the chosen theme never flashes. The page's CSP forbids inline scripts.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("mancrel.theme");
  } catch {
    choice = null;
  }
  const dark =
    choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();

// Three comforts; every page works without them: theme switch, "/" to search, one box that ticks a group.
const root = document.documentElement;
const wear = (theme) => { theme ? (root.dataset.theme = theme) : delete root.dataset.theme; };
let theme = "";
try { theme = localStorage.getItem("theme") || ""; } catch { /* storage may be off */ }
wear(theme);

document.addEventListener("DOMContentLoaded", () => {
  for (const b of document.querySelectorAll("[data-theme-switch]")) {
    const word = b.querySelector("span");
    const names = { "": b.dataset.system, light: b.dataset.light, dark: b.dataset.dark };
    b.hidden = false;
    word.textContent = names[theme];
    b.addEventListener("click", () => {
      theme = { "": "light", light: "dark", dark: "" }[theme];
      wear(theme);
      word.textContent = names[theme];
      try { localStorage.setItem("theme", theme); } catch { /* stays for this page */ }
    });
  }
  document.addEventListener("keydown", (e) => {
    const box = document.querySelector("[data-slash]");
    if (e.key !== "/" || !box || e.target.matches("input, select, textarea")) return;
    e.preventDefault();
    box.focus();
  });
  for (const all of document.querySelectorAll("[data-ticks]")) {
    all.addEventListener("change", () => {
      for (const one of document.querySelectorAll(`input[name="${all.dataset.ticks}"]`)) one.checked = all.checked;
    });
  }
});

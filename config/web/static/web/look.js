// Comforts; every page works without them: theme switch, "/" to search, one box that ticks a group, copying.
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
  show(document);
});

// What htmx puts into the page gets the same comforts: listeners stand on the document
document.addEventListener("htmx:load", (e) => show(e.target));
document.addEventListener("change", (e) => {
  const all = e.target.closest("[data-ticks]");
  if (!all) return;
  for (const one of document.querySelectorAll(`input[name="${all.dataset.ticks}"]`)) one.checked = all.checked;
});
document.addEventListener("click", async (e) => {
  const b = e.target.closest("[data-copy]");
  if (!b) return;
  try { await navigator.clipboard.writeText(b.dataset.copy); b.textContent = b.dataset.done; } catch { b.hidden = true; }
});

function show(part) {
  for (const b of part.querySelectorAll("[data-copy]")) b.hidden = !navigator.clipboard;
}

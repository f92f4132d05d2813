// Comforts; every page works without them: theme switch, "/" to search, one box that ticks a group, copying, the chosen row.
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
// A row that htmx chose looks as the server would have drawn it; where the panel stands below the list, lead there
document.addEventListener("htmx:afterSwap", (e) => {
  const link = e.detail.requestConfig?.elt;
  if (e.target.id !== "panel" || !link?.closest(".pick tr")) return;
  for (const old of document.querySelectorAll(".pick tr.on")) {
    old.classList.remove("on");
    old.querySelector("[aria-current]")?.removeAttribute("aria-current");
  }
  link.closest("tr").classList.add("on");
  link.setAttribute("aria-current", "true");
  const below = e.target.getBoundingClientRect().top >= link.getBoundingClientRect().bottom;
  if (below) e.target.querySelector("h2")?.focus();
});
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

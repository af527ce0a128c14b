// What pages do better with a script; each of these works without one too.
"use strict";

// The theme changes in place instead of by a round trip.
for (const link of document.querySelectorAll("[data-theme-to]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const theme = link.dataset.themeTo;
    document.documentElement.dataset.theme = theme;
    const path = new URL(document.querySelector(".wordmark").href).pathname.replace(/\/$/, "") || "/";
    document.cookie = `theme=${theme}; Path=${path}; Max-Age=31536000; SameSite=Lax`;
    const other = document.querySelector(theme === "dark" ? ".to-light" : ".to-dark");
    if (other) other.focus();
  });
}

// What an address points at within a folded part is unfolded.
function unfold() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let part = target && target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  if (target) target.scrollIntoView();
}
addEventListener("hashchange", unfold);
if (location.hash) unfold();

// What is folded is printed.
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details")) part.open = true;
});

// A slash leads to the search, as on many sites of libraries.
addEventListener("keydown", (event) => {
  const search = document.querySelector("input[type=search]");
  if (event.key !== "/" || !search || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
  event.preventDefault();
  search.focus();
});

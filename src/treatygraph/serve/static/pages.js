// What pages do better with a script; each of these works without one too.
"use strict";

// The theme changes in place instead of by a round trip.
for (const link of document.querySelectorAll("[data-theme-to]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const theme = link.dataset.themeTo;
    document.documentElement.dataset.theme = theme;
    if (document.documentElement.dataset.still !== undefined) {
      try { localStorage.setItem("theme", theme); } catch { /* It holds for this page alone. */ }
    } else {
      const path = new URL(document.querySelector(".wordmark").href).pathname.replace(/\/$/, "") || "/";
      document.cookie = `theme=${theme}; Path=${path}; Max-Age=31536000; SameSite=Lax`;
    }
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

// Names are suggested while one is being written; what is written is searched all the same.
const asked = document.documentElement.dataset.still === undefined ? document.querySelectorAll("form.find") : [];
for (const form of asked) {
  const input = form.querySelector("input[type=search]");
  const names = document.createElement("datalist");
  names.id = `names-${document.querySelectorAll("datalist").length}`;
  form.append(names);
  input.setAttribute("list", names.id);
  input.autocomplete = "off";
  let waiting, last = "";
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const words = input.value.trim();
      if (!words || words === last || [...names.children].some((name) => name.value === words)) return;
      last = words;
      const language = document.documentElement.lang.split("-")[0];
      const answer = await fetch(`${form.action}/suggest?q=${encodeURIComponent(words)}&lang=${language}`).catch(() => null);
      if (!answer || !answer.ok || input.value.trim() !== words) return;
      const [, found, kinds] = await answer.json();
      names.replaceChildren(...found.map((name, at) => {
        const option = document.createElement("option");
        option.value = name;
        option.label = kinds[at] ? `${name} (${kinds[at]})` : name;
        return option;
      }));
    }, 150);
  });
}

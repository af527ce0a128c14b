// Another day on the map without a round trip: each State's steps were worked out by the server, and stand in the page.
// What is missing for entry into force is asked for when the slider rests. Without a script, the day is a form field.
"use strict";

(() => {
  const told = document.getElementById("steps"), box = document.querySelector(".slide");
  if (!told || !box) return;
  const { first, last, kinds, words, states } = JSON.parse(told.textContent);
  const slider = document.getElementById("day"), shown = document.getElementById("shown"), field = document.getElementById("on");
  const play = box.querySelector("[data-play]"), playing = { words: play.textContent, timer: 0 };
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const DAY = 864e5, begin = Date.parse(first), end = Math.round((Date.parse(last) - begin) / DAY);
  const iso = (number) => new Date(begin + number * DAY).toISOString().slice(0, 10);
  const turns = [...new Set(Object.values(states).flatMap(([, steps]) => steps.map(([day]) => day)))].sort();
  const marks = {};
  for (const one of document.querySelectorAll(".map [data-state]")) (marks[one.dataset.state] ??= []).push(one);
  const rows = Object.fromEntries([...document.querySelectorAll("tr[data-state]")].map((row) => [row.dataset.state, row]));

  function written(day) {
    const parts = { year: "numeric", timeZone: "UTC" };
    if (day.length > 4) parts.month = "long";
    if (day.length > 7) parts.day = "numeric";
    return new Date(day).toLocaleDateString(language, parts);
  }

  function show(day) {
    const counts = {};
    for (const [key, [groups, steps]] of Object.entries(states)) {
      const [, at, since, own] = steps.findLast(([from]) => from <= day);
      const kind = kinds[at], said = own || words[at], from = since && written(since);
      for (const group of groups) (counts[group] ??= kinds.map(() => 0))[at] += 1;
      const row = rows[key], name = row.cells[0].textContent;
      const given = { state: name, status: said, day: from };
      const told = box.dataset[from ? "toldSince" : "told"].replace(/{(\w+)}/g, (_, part) => given[part]);
      for (const mark of marks[key] ?? []) {
        mark.setAttribute("class", kind);
        mark.firstElementChild.textContent = told;
      }
      const status = row.cells[2].firstElementChild;
      status.className = `status ${kind}`;
      status.textContent = said;
      row.cells[3].textContent = from;
    }
    for (const one of document.querySelectorAll("[data-answer]")) {
      const group = one.closest("[data-group]"), at = kinds.indexOf(one.dataset.answer);
      const number = counts[group ? group.dataset.group : 0]?.[at] ?? 0;
      one.hidden = !counts[0][at];
      const place = group ? one : one.querySelector("b");
      if (place) place.textContent = number;
    }
    shown.textContent = written(day);
    shown.dateTime = day;
    if (field) field.value = day;
    slider.setAttribute("aria-valuetext", `${written(day)}: ${[...document.querySelectorAll(".keys li:not([hidden])")]
      .map((one) => one.textContent).join("; ")}`);
    document.getElementById("reach").hidden = true;
    const now = document.getElementById("now");
    if (now) {
      const { first: from, last: to } = now.dataset, start = Date.UTC(from, 0, 1);
      const x = `${((Date.parse(day) - start) / (Date.UTC(Number(to) + 1, 0, 1) - start) * 100).toFixed(2)}%`;
      now.setAttribute("x1", x);
      now.setAttribute("x2", x);
    }
  }

  async function settle() {
    // Pages that stand still have no server to ask.
    if ("still" in document.documentElement.dataset) return;
    const day = iso(slider.valueAsNumber), address = new URL(location.href);
    address.searchParams.set("on", day);
    for (const name of ["assume", "deposit"]) address.searchParams.delete(name);
    history.replaceState(null, "", address);
    const entry = document.getElementById("entry");
    if (!entry) return;
    const answer = await fetch(address).catch(() => null);
    if (!answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Meanwhile another day may be shown.
    if (page.getElementById("shown")?.dateTime === day && shown.dateTime === day)
      document.getElementById("entry").replaceWith(page.getElementById("entry"));
  }

  function to(day) {
    slider.value = Math.round((Date.parse(day) - begin) / DAY);
    show(day);
  }

  function stop() {
    clearInterval(playing.timer);
    playing.timer = 0;
    play.textContent = playing.words;
    settle();
  }

  slider.max = end;
  slider.value = Math.round((Date.parse(shown.dateTime) - begin) / DAY);
  slider.setAttribute("aria-valuetext", shown.textContent);
  box.hidden = false;
  slider.addEventListener("input", () => show(iso(slider.valueAsNumber)));
  slider.addEventListener("change", settle);
  for (const button of box.querySelectorAll("[data-turn]")) {
    button.addEventListener("click", () => {
      const day = shown.dateTime;
      const next = button.dataset.turn === "1" ? turns.find((one) => one > day) : turns.findLast((one) => one < day);
      if (!next) return;
      to(next);
      settle();
    });
  }
  play.addEventListener("click", () => {
    if (playing.timer) return stop();
    if (slider.valueAsNumber >= end) to(first);
    play.textContent = play.dataset.pause;
    playing.timer = setInterval(() => {
      to(iso(Math.min(end, slider.valueAsNumber + 31)));
      if (slider.valueAsNumber >= end) stop();
    }, 80);
  });
  document.querySelector(".map").addEventListener("click", (event) => {
    const key = event.target.closest("[data-state]")?.dataset.state;
    if (key) location.href = rows[key].querySelector("a").href;
  });
})();

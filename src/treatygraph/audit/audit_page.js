// Shows what rests on words beside the text. The page is complete without it: every mark is a link to its card.
(() => {
  "use strict";
  const root = document.documentElement;
  const text = document.getElementById("text");
  const panel = document.getElementById("panel");
  const body = document.getElementById("panel-body");
  const title = document.getElementById("panel-title");
  const said = document.getElementById("said");
  const stops = [...text.querySelectorAll("a.s, mark.unread")];
  const few = 4;
  let held = null;
  let shown = null;

  root.classList.add("js");
  panel.hidden = false;

  // One stop for the tab key; the arrow keys walk from there.
  let current = 0;
  stops.forEach((stop, index) => { stop.tabIndex = index ? -1 : 0; });
  function walk(to) {
    stops[current].tabIndex = -1;
    current = Math.max(0, Math.min(stops.length - 1, to));
    stops[current].tabIndex = 0;
    stops[current].focus();
  }

  function copyOf(id) {
    const copy = document.getElementById(id).cloneNode(true);
    copy.removeAttribute("id");
    copy.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    return copy;
  }

  // A link to a fact's card becomes the card itself.
  function unfold(link) {
    const card = copyOf(link.hash.slice(1));
    card.open = true;
    link.closest(".see").replaceWith(card);
    return card;
  }

  function cardOf(number) {
    const card = copyOf("s" + number);
    const facts = card.querySelectorAll("details.fact, .see");
    if (facts.length <= few) {
      card.querySelectorAll(".see > a").forEach(unfold);
      card.querySelectorAll("details.fact").forEach((fact) => { fact.open = true; });
    }
    return card;
  }

  function show(place) {
    if (shown === place) return;
    shown = place;
    const numbers = place.dataset.s ? place.dataset.s.split(" ") : [];
    const parts = [];
    if (place.classList.contains("unread")) {
      const note = document.createElement("p");
      note.className = "why";
      note.textContent = "No rule accounts for these words.";
      parts.push(note);
    }
    const own = place.classList.contains("unread") && !place.classList.contains("inner") ? 0 : 1;
    parts.push(...numbers.slice(0, own).map(cardOf));
    if (numbers.length > own) {
      const wider = document.createElement("details");
      wider.className = "wider";
      const head = document.createElement("summary");
      head.textContent = "Words around these (" + (numbers.length - own) + ")";
      wider.append(head);
      // Filled when first opened: a long sentence may carry a hundred facts.
      const fill = () => {
        if (wider.open && wider.childElementCount === 1) wider.append(...numbers.slice(own).map(cardOf));
      };
      wider.addEventListener("toggle", fill);
      wider.open = own === 1 && !parts.at(-1).querySelector("details.fact, .see, .why, .names");
      fill();
      parts.push(wider);
    }
    body.replaceChildren(...parts);
    panel.scrollTop = 0;
    text.querySelectorAll(".lit").forEach((node) => node.classList.remove("lit"));
    if (own && numbers.length) {
      text.querySelectorAll('[data-s~="' + numbers[0] + '"]').forEach((node) => node.classList.add("lit"));
    }
  }

  function hold(place) {
    release();
    held = place;
    place.classList.add("held");
    place.setAttribute("aria-current", "true");
    panel.classList.add("open", "held");
    show(place);
    const count = body.querySelectorAll("details.fact, .see").length;
    said.textContent = count + (count === 1 ? " fact rests" : " facts rest") + " on these words";
  }

  function release() {
    panel.classList.remove("open", "held");
    if (!held) return;
    held.classList.remove("held");
    held.removeAttribute("aria-current");
    held = null;
    said.textContent = "";
  }

  const placeOf = (event) => event.target.closest("[data-s]");

  text.addEventListener("mouseover", (event) => {
    const place = placeOf(event);
    if (place && !held) show(place);
  });
  text.addEventListener("focusin", (event) => {
    const place = placeOf(event);
    if (!place) return;
    if (stops[current] !== place) {
      stops[current].tabIndex = -1;
      current = Math.max(0, stops.indexOf(place));
      stops[current].tabIndex = 0;
    }
    if (!held) show(place);
  });
  text.addEventListener("click", (event) => {
    const place = placeOf(event);
    if (!place || String(window.getSelection())) return;
    event.preventDefault();
    if (place === held) { release(); return; }
    hold(place);
    if (event.detail === 0) title.focus({ preventScroll: true });
  });
  text.addEventListener("keydown", (event) => {
    const place = placeOf(event);
    if (!place || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      if (held) release();
      walk(current + (event.key === "ArrowRight" ? 1 : -1));
    } else if (event.key === "Enter" && place.tagName === "MARK") {
      hold(place);
      title.focus({ preventScroll: true });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !held) return;
    const place = held;
    release();
    if (panel.contains(document.activeElement)) (place.matches("a, mark") ? place : stops[current]).focus();
  });
  document.getElementById("close").addEventListener("click", () => {
    const place = held;
    release();
    if (place) place.focus({ preventScroll: true });
  });
  panel.addEventListener("click", (event) => {
    const link = event.target.closest('.see > a[href^="#f"]');
    if (!link) return;
    event.preventDefault();
    unfold(link).querySelector("summary").focus({ preventScroll: true });
  });

  // Next unread words, next finding: from the last one visited, round and round.
  function cycle(id, prefix, reach) {
    const link = document.getElementById(id);
    if (!link) return;
    let at = 0;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      at = (at % Number(link.dataset.count)) + 1;
      const target = document.getElementById(prefix + at);
      target.scrollIntoView({ block: "center" });
      reach(target);
      said.textContent = at + " of " + link.dataset.count;
    });
  }
  cycle("next-unread", "u", (target) => {
    const words = target.nextElementSibling;
    const stop = stops.find((one) => one === words) || stops.find((one) => words.compareDocumentPosition(one) & 4);
    if (stop) walk(stops.indexOf(stop));
  });
  cycle("next-finding", "finding-", (target) => target.querySelector("a").focus({ preventScroll: true }));

  // A card that a link points at opens itself, with whatever it lies in.
  function open() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  }
  addEventListener("hashchange", open);
  open();
})();

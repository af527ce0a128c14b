// Searches a site that has no server behind it, by an index of small files of which each search loads a few. It folds words
// as the server does (search/folding.py), so that both find alike.
"use strict";

const UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}";
const MARKS = "\u00ad\u0300-\u036f\u0610-\u061a\u061c\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
  + "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff";
const AROUND = "《》〈〉「」『』“”‘’\"";
const WORD = new RegExp(`[${UNSPACED}]+(?:[${AROUND}]+[${UNSPACED}]+)*|(?:(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+[${MARKS}]*)+`, "gu");
const MARK = new RegExp(`[${MARKS}\u0640${AROUND}]`, "gu");
const FIRST_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
const ONE_LETTER = { "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss", "ς": "σ",
  "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك" };
const SHOWN = 50, POSTED = 16, MOST_WORDS = 24, LONGEST = 300, AROUND_FOUND = 90;

// Written digits of other scripts begin at one of these.
const ZEROS = [0x660, 0x6f0, 0x966, 0xff10];

function folded(word) {
  const small = word.toLowerCase();
  if (/^[a-z0-9]*$/.test(small)) return small;
  const letters = [...small].map((sign) => ONE_LETTER[sign] ?? sign).join("").replace(MARK, "").normalize("NFKD")
    .toLowerCase();
  return [...letters].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).map((sign) => {
    const zero = ZEROS.find((one) => sign.codePointAt(0) >= one && sign.codePointAt(0) < one + 10);
    return zero ? String(sign.codePointAt(0) - zero) : sign;
  }).join("").normalize("NFC");
}

function wordsOf(text) {
  return [...text.matchAll(WORD)].map((found) => ({ word: folded(found[0]), at: found.index, end: found.index + found[0].length }))
    .filter((one) => one.word);
}

// What is looked for: whole terms, and beginnings of terms.
function lookedFor(text) {
  const found = [];
  const words = wordsOf(text);
  const open = !/\s$/.test(text);
  words.forEach(({ word }, at) => {
    const signs = [...word];
    if (!FIRST_UNSPACED.test(word)) found.push({ term: word, begins: open && at === words.length - 1 });
    else if (signs.length === 1) found.push({ term: word, begins: true });
    else for (let place = 0; place < signs.length - 1; place += 1) found.push({ term: signs[place] + signs[place + 1], begins: false });
  });
  return found.slice(0, MOST_WORDS);
}

// How many terms a name that is just these words has.
function counted(text) {
  return wordsOf(text).reduce((sum, { word }) => sum + (FIRST_UNSPACED.test(word) ? [...word].length : 1), 0);
}

function stemOf(term) {
  const code = term.codePointAt(0);
  return code < 128 ? term[0] : `u${(code >> 6).toString(16)}`;
}

function near(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return false;
  let earlier = [], before = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let at = 1; at <= other.length; at += 1) {
      now.push(Math.min(now[at - 1] + 1, before[at] + 1, before[at - 1] + (one[row - 1] === other[at - 1] ? 0 : 1)));
      // Two neighbours that changed places are one slip.
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) {
        now[at] = Math.min(now[at], earlier[at - 2] + 1);
      }
    }
    [earlier, before] = [before, now];
  }
  return before[other.length] <= most;
}

class Index {
  constructor(address) {
    this.address = address;
    this.loaded = new Map();
  }

  load(name) {
    if (!this.loaded.has(name)) {
      this.loaded.set(name, fetch(new URL(name, this.address)).then((answer) => {
        if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
        return answer.json();
      }));
    }
    return this.loaded.get(name);
  }

  async shard(term) {
    const head = await this.load("index.json"), stem = stemOf(term);
    return head.words.includes(stem) ? this.load(`words/${stem}.json`) : {};
  }

  // Returns each thing with the fewest words of its names that have the term, 0 where only its text has it.
  async having({ term, begins }) {
    const shard = await this.shard(term), found = new Map();
    const terms = begins ? Object.keys(shard).filter((one) => one.startsWith(term)) : Object.hasOwn(shard, term) ? [term] : [];
    for (const one of terms) {
      for (const posting of shard[one]) {
        const thing = Math.floor(posting / POSTED), words = one === term ? posting % POSTED : (posting % POSTED) && POSTED;
        const had = found.get(thing);
        if (had === undefined || (words && (!had || words < had))) found.set(thing, words);
      }
    }
    return found;
  }

  async like({ term }) {
    const most = term.length < 4 ? 0 : term.length < 8 ? 1 : 2;
    if (!most || FIRST_UNSPACED.test(term)) return "";
    const shard = await this.shard(term);
    const known = Object.keys(shard).filter((one) => near(one, term, most));
    return known.sort((one, other) => shard[other].length - shard[one].length)[0] ?? "";
  }

  async found(text) {
    const wanted = lookedFor(text.slice(0, LONGEST)), whole = counted(text);
    if (!wanted.length) return { hits: [], wanted };
    const sets = await Promise.all(wanted.map((one) => this.having(one)));
    const [first, ...others] = sets;
    const hits = [];
    for (const [thing, words] of first) {
      const all = [words, ...others.map((one) => one.get(thing))];
      if (all.includes(undefined)) continue;
      hits.push([all.every((one) => one === whole) ? 0 : all.every((one) => one) ? 1 : 2, thing]);
    }
    // A name or symbol is also what it is without its gaps.
    const words = wordsOf(text).map((one) => one.word), known = new Set(hits.map((one) => one[1]));
    if (words.length > 1 && !words.some((one) => FIRST_UNSPACED.test(one))) {
      for (const thing of (await this.having({ term: words.join(""), begins: false })).keys()) {
        if (!known.has(thing)) hits.push([0, thing]);
      }
    }
    // Terms of the ontology come last, whatever they are called.
    const { terms } = await this.load("index.json");
    hits.sort((one, other) => (one[1] >= terms) - (other[1] >= terms) || one[0] - other[0] || one[1] - other[1]);
    return { hits: hits.map((one) => one[1]), wanted };
  }

  async meant(text) {
    const words = wordsOf(text), better = [];
    for (const { word } of words) {
      const known = await this.having({ term: word, begins: false });
      better.push(known.size ? word : await this.like({ term: word }));
    }
    return better.every(Boolean) && better.join(" ") !== words.map((one) => one.word).join(" ") ? better.join(" ") : "";
  }

  async thing(number) {
    const { block } = await this.load("index.json");
    const things = await this.load(`things/${Math.floor(number / block)}.json`);
    const [file, called, told] = things[number % block];
    return { file, called, told };
  }
}

// Returns the stretches of a text that fit what is looked for.
function fitting(text, wanted) {
  const stretches = [];
  for (const { word, at, end } of wordsOf(text)) {
    if (!FIRST_UNSPACED.test(word)) {
      if (wanted.some(({ term, begins }) => word === term || (begins && word.startsWith(term)))) stretches.push([at, end]);
      continue;
    }
    for (const { term } of wanted.filter((one) => FIRST_UNSPACED.test(one.term))) {
      for (let place = text.indexOf(term, at); place >= 0 && place < end; place = text.indexOf(term, place + 1)) {
        stretches.push([place, place + term.length]);
      }
    }
  }
  stretches.sort((one, other) => one[0] - other[0]);
  const joined = [];
  for (const [at, end] of stretches) {
    const last = joined.at(-1);
    if (last && at <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([at, end]);
  }
  return joined;
}

function marked(text, stretches, into, from = 0, until = text.length) {
  let at = from;
  for (const [begin, end] of stretches.filter(([one, other]) => one >= from && other <= until)) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(begin, end);
    into.append(text.slice(at, begin), mark);
    at = end;
  }
  into.append(text.slice(at, until));
}

function item(thing, kind, wanted, language) {
  const shown = document.createElement("li"), head = document.createElement("h2"), link = document.createElement("a");
  const name = thing.called[language];
  link.href = thing.file.split("#").map((part) => part.split("/").map(encodeURIComponent).join("/")).join("#");
  const own = fitting(name, wanted);
  marked(name, own, link);
  head.append(link);
  if (kind) {
    const small = document.createElement("small");
    small.className = "kind";
    small.textContent = kind;
    head.append(" ", small);
  }
  shown.append(head);
  const told = own.length ? null : thing.told.map(([code, text]) => ({ code, text, fits: fitting(text, wanted) }))
    .sort((one, other) => other.fits.length - one.fits.length)[0];
  if (told?.fits.length) {
    const line = document.createElement("p");
    line.className = "said";
    if (told.code) line.lang = told.code;
    const from = Math.max(0, told.fits[0][0] - AROUND_FOUND), until = Math.min(told.text.length, told.fits[0][1] + 2 * AROUND_FOUND);
    if (from) line.append("…");
    marked(told.text, told.fits, line, from, until);
    if (until < told.text.length) line.append("…");
    shown.append(line);
  }
  return shown;
}

async function show(place, index) {
  const said = place.querySelector("[role=status]"), list = place.querySelector("ol"), facets = place.querySelector("ul");
  const parameters = new URLSearchParams(location.search), text = parameters.get("q") ?? "";
  const language = document.documentElement.lang.startsWith("zh") ? 1 : 0;
  for (const input of document.querySelectorAll("input[type=search]")) input.value = text;
  if (!text.trim()) return;
  const head = await index.load("index.json");
  const { hits, wanted } = await index.found(text);
  const kinds = new Map();
  for (const hit of hits) kinds.set(head.of[hit], (kinds.get(head.of[hit]) ?? 0) + 1);
  const chosen = parameters.get("kind");
  const left = chosen === null ? hits : hits.filter((hit) => String(head.of[hit]) === chosen);
  const told = [place.dataset[left.length === 1 ? "one" : "other"].replace("{n}", left.length.toLocaleString("en"))];
  document.title = `${text} · ${document.title}`;
  if (!hits.length) {
    const better = await index.meant(text);
    if (better) {
      const link = document.createElement("a");
      link.href = `?q=${encodeURIComponent(better)}`;
      link.textContent = better;
      told.push(` ${place.dataset.meant} `, link);
    }
  }
  for (const [kind, number] of [...kinds].sort((one, other) => other[1] - one[1])) {
    const name = head.kinds[kind][language];
    if (!name || (kinds.size === 1 && chosen === null)) continue;
    const line = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
    const same = String(kind) === chosen;
    link.href = `?q=${encodeURIComponent(text)}${same ? "" : `&kind=${kind}`}`;
    link.textContent = same ? `${name} ×` : name;
    if (same) link.setAttribute("aria-current", "true");
    small.textContent = number.toLocaleString("en");
    line.append(link, " ", small);
    facets.append(line);
  }
  const things = await Promise.all(left.slice(0, SHOWN).map((hit) => index.thing(hit)));
  list.replaceChildren(...things.map((thing, at) => item(thing, head.kinds[head.of[left[at]]][language], wanted, language)));
  // Said last, when everything is there.
  said.replaceChildren(...told);
}

const place = document.querySelector("[data-index]");
if (place) {
  const index = new Index(new URL(place.dataset.index, location.href));
  show(place, index).catch(() => { place.querySelector("[role=status]").textContent = place.dataset.fault; });
}

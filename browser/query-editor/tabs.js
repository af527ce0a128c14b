// The queries that a reader works on, a tab each, kept in the browser. What was only looked at is not kept.
const KEY = "treatygraph.queries";
const MOST = 40;

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const tabs = Array.isArray(found.tabs) ? found.tabs : [];
    return { tabs: tabs.filter((one) => typeof one?.id === "string" && typeof one.query === "string"), active: found.active };
  } catch {
    return { tabs: [], active: "" };
  }
}

function made(query, title = "") {
  return { id: Math.random().toString(36).slice(2), query, title };
}

function element(name, attributes, ...children) {
  const found = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  found.append(...children);
  return found;
}

export class Tabs {
  // `given` is the query of the page; `asked` says whether somebody asked it, or it is only an example to begin with.
  constructor(known, given, asked) {
    this.words = known.words;
    this.examples = known.examples;
    this.closed = new Set();
    const before = stored();
    this.all = before.tabs.map((one) => ({ ...one, kept: true }));
    this.active = this.all.find((one) => one.query === given);
    if (!this.active && (asked || !this.all.length)) {
      this.active = made(given, this.titleOf(given));
      this.all.push(this.active);
    }
    this.active ??= this.all.find((one) => one.id === before.active) ?? this.all[0];
    this.onShow = this.onLeave = () => {};
  }

  titleOf(query) {
    for (const { questions } of this.examples) {
      const found = questions.find((one) => one.query === query);
      if (found) return found.name;
    }
    return "";
  }

  bar(panel) {
    this.panel = panel;
    const { words } = this;
    this.list = element("div", { role: "tablist", "aria-label": words.tabs });
    this.list.addEventListener("keydown", (event) => this.#move(event));
    const more = element("button", { type: "button", class: "quiet", title: words.new, "aria-label": words.new }, "+");
    more.addEventListener("click", () => this.open(""));
    const less = element("button", { type: "button", class: "quiet", title: words.close, "aria-label": words.close }, "×");
    less.addEventListener("click", () => this.close());
    const menu = element("details", { class: "examples" }, element("summary", {}, words.examples));
    const inside = element("div", { class: "menu" });
    for (const { subject, questions } of this.examples) {
      inside.append(element("p", { class: "kind" }, subject));
      for (const question of questions) {
        const button = element("button", { type: "button" }, question.asks);
        button.addEventListener("click", () => { menu.open = false; this.open(question.query, question.name); });
        inside.append(button);
      }
    }
    menu.append(inside);
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.firstChild.focus();
    });
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    return element("div", { class: "tabs" }, this.list, more, less, menu);
  }

  open(query, title = "") {
    const tab = made(query, title);
    this.all.push(tab);
    this.show(tab, true);
  }

  close() {
    const at = this.all.indexOf(this.active);
    this.closed.add(this.active.id);
    this.all.splice(at, 1);
    if (!this.all.length) this.all.push(made(""));
    this.show(this.all[Math.max(0, at - 1)], true, true);
    this.keep();
  }

  show(tab, focus, gone = false) {
    if (!gone && tab !== this.active) this.onLeave(this.active);
    this.active = tab;
    this.#draw();
    this.onShow(tab, focus);
  }

  changed(query) {
    this.active.query = query;
    this.active.kept = query.trim() !== "";
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), 400);
  }

  // Other windows may have opened tabs meanwhile, which stay.
  keep() {
    const own = this.all.filter((one) => one.kept);
    const known = new Set([...this.all.map((one) => one.id), ...this.closed]);
    const others = stored().tabs.filter((one) => !known.has(one.id));
    const tabs = [...others, ...own].map(({ id, query, title }) => ({ id, query, title })).slice(-MOST);
    try {
      localStorage.setItem(KEY, JSON.stringify({ tabs, active: this.active.id }));
    } catch {
      // A browser that keeps nothing lets one write all the same.
    }
  }

  #draw() {
    this.list.replaceChildren(...this.all.map((tab, at) => {
      const chosen = tab === this.active;
      const name = tab.title || this.words.query.replace("{n}", String(at + 1));
      const button = element("button", { type: "button", role: "tab", id: `tab-${tab.id}`, "aria-selected": String(chosen),
        "aria-controls": this.panel.id, tabindex: chosen ? "0" : "-1" }, name);
      button.addEventListener("click", () => this.show(tab, true));
      return button;
    }));
    this.panel.setAttribute("aria-labelledby", `tab-${this.active.id}`);
    this.list.querySelector("[aria-selected=true]").scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }

  #move(event) {
    const at = this.all.indexOf(this.active), last = this.all.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
    if (event.key === "Delete") this.close();
    else if (to === undefined) return;
    else this.show(this.all[to], false);
    event.preventDefault();
    this.list.querySelector("[aria-selected=true]").focus();
  }
}

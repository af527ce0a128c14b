// The editor of the page that asks in SPARQL. It stands in the place of the form's field, which it fills; without it,
// or where what it needs does not come, the field stays as it is.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";

import { completions } from "./completing.js";
import { faultAt, faults, toldFault } from "./faults.js";
import { colours, look } from "./look.js";
import { addingPrefixes } from "./prefixes.js";
import { Tabs } from "./tabs.js";

// Longer queries go in the body, for not every proxy lets such an address through.
const LONGEST_ADDRESS = 6000;

function extensions(known, form, changed) {
  return [
    lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
    EditorView.lineWrapping, sparql(), syntaxHighlighting(colours), look,
    autocompletion({ override: [completions(known)], icons: false }),
    lintGutter(), faults(known, form.querySelector(".live")), addingPrefixes(known.prefixes),
    Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => { form.requestSubmit(); return true; } }])),
    // Tab leads on to the next control, as everywhere on a page.
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
    EditorView.contentAttributes.of({ "aria-label": form.querySelector("label").textContent, spellcheck: "false",
      autocorrect: "off", autocapitalize: "off" }),
    EditorState.phrases.of(known.words.phrases ?? {}),
    EditorView.updateListener.of((update) => { if (update.docChanged) changed(update.state.doc.toString()); }),
  ];
}

async function begin(form) {
  const answer = await fetch(form.dataset.editor).catch(() => null);
  if (!answer?.ok) return;
  const known = await answer.json();
  const field = form.querySelector("textarea");
  const host = document.createElement("div");
  host.className = "code";
  host.id = "code";
  host.setAttribute("role", "tabpanel");
  const live = document.createElement("p");
  live.className = "live fine";
  live.setAttribute("role", "status");
  field.before(host);
  host.after(live);
  field.hidden = true;

  // Within a root of its own the editor gives its style as a sheet, not as an element that the page's policy forbids.
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({ root, parent: root });
  const tabs = new Tabs(known, field.value.replace(/\r\n/g, "\n"), form.dataset.asked !== undefined);
  const stateOf = (tab) => tab.state ?? EditorState.create({ doc: tab.query, extensions: all });
  const all = extensions(known, form, (query) => { field.value = query; tabs.changed(query); });
  tabs.onLeave = (tab) => { tab.state = view.state; };
  tabs.onShow = (tab, focus) => {
    view.setState(stateOf(tab));
    field.value = tab.query;
    if (focus) view.focus();
  };
  host.before(tabs.bar(host));
  tabs.show(tabs.active, false);

  if (form.dataset.fault) {
    const at = faultAt(view.state.doc, Number(form.dataset.line), Number(form.dataset.column));
    view.dispatch({ selection: { anchor: at }, effects: toldFault.of({ at, message: form.dataset.fault }),
      scrollIntoView: true });
    view.focus();
  }
  form.addEventListener("submit", () => {
    tabs.keep();
    form.method = encodeURIComponent(field.value).length > LONGEST_ADDRESS ? "post" : "get";
  });
  addEventListener("pagehide", () => tabs.keep());
}

const form = document.querySelector("form.query[data-editor]");
if (form) begin(form);

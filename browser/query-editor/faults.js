// Marks where a query is faulty: while it is written by the grammar, once it was asked by what the server said.
import { ensureSyntaxTree } from "@codemirror/language";
import { forEachDiagnostic, linter } from "@codemirror/lint";
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

import { undeclared } from "./prefixes.js";

const PATIENCE = 400;
export const toldFault = StateEffect.define();

const told = StateField.define({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(toldFault)) return effect.value;
    return transaction.docChanged ? null : value;
  },
});

// The server counts characters; an editor counts the units of UTF-16.
export function faultAt(doc, line, column) {
  if (!(line >= 1) || line > doc.lines) return doc.length;
  const found = doc.line(line);
  return found.from + [...found.text].slice(0, column - 1).join("").length;
}

function stretch(doc, at) {
  const rest = doc.sliceString(at, Math.min(doc.length, at + 60)).match(/^[?$]?[\w:-]+|^\S/);
  if (rest) return { from: at, to: at + rest[0].length };
  const before = doc.sliceString(0, at).trimEnd().length;
  return { from: Math.max(0, before - 1), to: before };
}

function firstFault(state) {
  const tree = ensureSyntaxTree(state, state.doc.length, PATIENCE);
  let at = -1;
  tree?.iterate({ enter(node) { if (node.type.isError && at < 0) at = node.from; return at < 0; } });
  return at;
}

export function faults(known, live) {
  const source = linter((view) => {
    const { state } = view, fault = state.field(told);
    if (fault) return [{ ...stretch(state.doc, fault.at), severity: "error", message: fault.message }];
    if (!state.doc.toString().trim()) return [];
    const found = [], at = firstFault(state);
    if (at >= 0) found.push({ ...stretch(state.doc, at), severity: "error", message: known.words.faulty });
    for (const [prefix, place] of undeclared(state)) {
      found.push({ ...place, severity: "error", message: known.words.undeclared.replace("{prefix}", prefix) });
    }
    return found;
  }, { delay: 500, needsRefresh: (update) => update.startState.field(told) !== update.state.field(told) });
  return [told, source, EditorView.updateListener.of((update) => {
    let first = "";
    if (!update.state.field(told)) forEachDiagnostic(update.state, (one, from) => {
      first ||= known.words.place.replace("{line}", String(update.state.doc.lineAt(from).number)).replace("{fault}", one.message);
    });
    if (live.textContent !== first) live.textContent = first;
  })];
}

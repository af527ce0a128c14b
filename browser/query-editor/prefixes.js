// Declares a known prefix as soon as a name with it is written, and finds those that nobody declared.
import { syntaxTree } from "@codemirror/language";
import { EditorView } from "@codemirror/view";

const DECLARED = /\bPREFIX\s+([\w.-]*):/gi;

// Returns the first place of each prefix that a query uses and does not declare.
export function undeclared(state) {
  const text = state.doc.toString();
  const declared = new Set([...text.matchAll(DECLARED)].map((found) => found[1]));
  const found = new Map();
  syntaxTree(state).iterate({ enter(node) {
    if (node.name !== "PrefixedName") return;
    const name = text.slice(node.from, node.to), end = name.indexOf(":");
    const prefix = name.slice(0, end);
    if (end > 0 && !declared.has(prefix) && !found.has(prefix)) found.set(prefix, { from: node.from, to: node.to });
  } });
  return found;
}

// Returns where a declaration is put: behind the last one, else before the first line that is no comment.
function place(text) {
  let at = 0, end = 0;
  for (const line of text.split("\n")) {
    at += line.length + 1;
    if (/^\s*(PREFIX|BASE)\b/i.test(line) || (end === at - line.length - 1 && /^\s*#/.test(line))) end = at;
  }
  return Math.min(end, text.length);
}

export function addingPrefixes(prefixes) {
  return EditorView.updateListener.of((update) => {
    if (!update.docChanged || !update.transactions.some((one) => one.isUserEvent("input"))) return;
    const missing = [...undeclared(update.state).keys()].filter((one) => Object.hasOwn(prefixes, one));
    if (!missing.length) return;
    // An update may not begin while another one is told of.
    queueMicrotask(() => {
      const still = [...undeclared(update.view.state).keys()].filter((one) => missing.includes(one));
      if (!still.length) return;
      const text = update.view.state.doc.toString(), at = place(text);
      const lines = still.map((one) => `PREFIX ${one}: <${prefixes[one]}>\n`).join("");
      const before = at && text[at - 1] !== "\n" ? "\n" : "";
      update.view.dispatch({ changes: { from: at, insert: before + lines } });
    });
  });
}

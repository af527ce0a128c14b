// How the editor looks: in the colours of the page, light or dark as that is.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.modifier], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.number, tags.integer, tags.float, tags.bool], color: "var(--ratified)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--other)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.url, tags.link, tags.namespace, tags.meta], color: "var(--soft)" },
]);

export const look = EditorView.theme({
  "&": { background: "var(--card)", color: "var(--ink)", border: "1px solid var(--strong)", borderRadius: "3px",
    fontSize: ".92rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "min(34rem, 70vh)", overflow: "auto" },
  ".cm-content, .cm-gutter": { minHeight: "13rem" },
  ".cm-content": { padding: ".7rem 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { background: "var(--mark)" },
  ".cm-gutters": { background: "var(--tint)", color: "var(--soft)", border: "0" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--mark)", outline: "1px solid var(--strong)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "none", outline: "1px solid var(--fault)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--fault) 1.5px", textUnderlineOffset: "3px" },
  ".cm-lintPoint-error::after": { borderBottomColor: "var(--fault)" },
  ".cm-lint-marker-error": { content: "none", width: ".7em", height: ".7em", marginTop: ".4em", borderRadius: "50%", background: "var(--fault)" },
  ".cm-tooltip": { background: "var(--card)", color: "var(--ink)", border: "1px solid var(--strong)", borderRadius: "3px",
    boxShadow: "0 4px 18px #0003" },
  ".cm-diagnostic": { padding: ".4rem .7rem", maxWidth: "34rem", font: ".92rem/1.45 var(--sans)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--fault)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "15rem", maxWidth: "min(46rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".15rem .6rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--accent-ink)" },
  ".cm-completionDetail": { font: ".86rem var(--sans)", color: "var(--soft)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-tooltip.cm-completionInfo": { padding: ".5rem .7rem", font: ".9rem/1.45 var(--sans)", maxWidth: "24rem" },
});

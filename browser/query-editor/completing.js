// Offers what may come next: terms by name or label, variables of the query, words of SPARQL, prefixes.
import { syntaxTree } from "@codemirror/language";

const WORDS = ("SELECT DISTINCT WHERE FILTER OPTIONAL UNION GRAPH BIND VALUES MINUS SERVICE ORDER BY GROUP HAVING LIMIT OFFSET "
  + "ASK CONSTRUCT DESCRIBE PREFIX BASE FROM NAMED AS NOT EXISTS IN UNDEF ASC DESC COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT "
  + "SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI BNODE COALESCE IF STRLEN SUBSTR UCASE LCASE STRSTARTS STRENDS CONTAINS "
  + "STRBEFORE STRAFTER ENCODE_FOR_URI CONCAT REPLACE REGEX ABS ROUND CEIL FLOOR NOW YEAR MONTH DAY ISIRI ISLITERAL "
  + "ISNUMERIC SAMETERM true false").split(" ");

const MOST = 60;

// In a comment, a text or an IRI nothing is offered.
function closed(context) {
  const name = syntaxTree(context.state).resolveInner(context.pos, -1).name;
  return name === "Comment" || name === "String" || name === "IriRef";
}

export function completions(known) {
  const words = WORDS.map((label) => ({ label, type: "keyword" }));
  const prefixes = Object.entries(known.prefixes);
  return (context) => {
    if (closed(context)) return null;
    const declaring = context.matchBefore(/\bPREFIX\s+[\w-]*:?/i);
    if (declaring) {
      const from = declaring.from + declaring.text.match(/^PREFIX\s+/i)[0].length;
      return { from, options: prefixes.map(([name, iri]) => ({ label: `${name}:`, detail: iri, apply: `${name}: <${iri}>` })) };
    }
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const text = context.state.doc.toString();
      const here = text.slice(variable.from, context.pos);
      const found = new Set([...text.matchAll(/[?$]\w+/g)].map((one) => one[0]).filter((one) => one !== here));
      return { from: variable.from, options: [...found].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
    }
    const word = context.matchBefore(/[\w-]+:?[\w-]*/);
    if (!word && !context.explicit) return null;
    const from = word ? word.from : context.pos, written = word ? word.text : "";
    const before = context.state.sliceDoc(Math.max(0, from - 40), from);
    const classes = /(?:^|\s)a\s+$/.test(before);
    const options = known.terms.map((term) => ({
      label: term.name, detail: term.label, type: term.kind, info: term.definition || undefined,
      boost: term.kind === (classes ? "class" : "property") ? 2 : 0,
    }));
    if (written.includes(":")) return { from, options, validFor: /^[\w-]+:[\w-]*$/ };
    // A term is found by its name and by any of its words, whatever prefix it has; those that begin so come first.
    const low = written.toLowerCase();
    if (!low && !context.explicit) return null;
    const rank = (one) => (one.label.toLowerCase().split(":")[1].startsWith(low) ? 0 : 2) - (one.boost ? 1 : 0);
    const near = low.length < 2 ? options.filter((one) => one.boost) : options.filter((one) =>
      one.label.toLowerCase().split(":")[1].includes(low) || one.detail.toLowerCase().includes(low));
    near.sort((one, other) => rank(one) - rank(other));
    const begins = (one) => one.label.toLowerCase().startsWith(low);
    const begun = prefixes.map(([name, iri]) => ({ label: `${name}:`, detail: iri, type: "namespace" }));
    return { from, options: [...begun.filter(begins), ...words.filter(begins), ...near].slice(0, MOST), filter: false };
  };
}

"""Rules for documents: the header's lines, the table of documents, documents named with titles, publication.

Must not read decisions on documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from treatygraph import iris
from treatygraph.facts import Act, Conference, Document, Listing, Mention, Provision
from treatygraph.find.dates import DateMention
from treatygraph.find.fold import Folded, fold, lower
from treatygraph.find.symbols import SymbolMention, find_symbols, parse_symbol
from treatygraph.model import Iri, LangText, PartialDate, Severity, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.cited_parts import PART_KINDS, described_part
from treatygraph.reading.conference_frame import ConferenceFrame, ConferenceInTheMaking
from treatygraph.reading.facts_so_far import Facts, FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.introduced import Introduced, IntroducedInTheMaking
from treatygraph.reading.outline import Outline
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.units import Claim
from treatygraph.vocab import tg


@rule("DOC-01", reads="header", emits=(Document,))
def distribution(match: Match, report: ReportText) -> Iterator[Document]:
    """Read the header's line on distribution.

    If: a header line gives a distribution category.
    Then: the document has that tg:distribution, as written.
    Near miss: a line that merely holds the word in running text is no header line.
    """
    words = report.source.quote(match.where("value"))
    yield Document(iri=report.document, evidence=(match.span,), distribution=words)


@rule("DOC-02", reads="header", emits=(Document, Conference))
def header_date(match: Match, report: ReportText, conference: ConferenceInTheMaking) -> Iterator[Document | Conference]:
    """Read a date that stands alone in the header.

    If: a header line is a date.
    Then: before the line that names the conference, or in brackets, it is the document's date; after it, the
        conference's days, and the place it gives is where the conference was held.
    Near miss: a range before the conference's name, which is neither.
    """
    date: DateMention = match.value("date")
    if len(date.first.lexical) < len(date.last.lexical) or len(date.last.lexical) < len("2021-09-23"):
        return
    if conference.series is None or match.constants.get("of") == "document":
        if date.first == date.last:
            yield Document(iri=report.document, evidence=(match.span,), date=date.first)
        return
    frame = conference.date(date)
    places = tuple(place.iri for place in match.values("place") if place.iri)
    yield Conference(iri=frame.iri, evidence=(match.span,), start=frame.start, end=frame.end, locations=places)


@rule("DOC-03", reads="header", emits=())
def language(match: Match, report: ReportText, findings: Findings) -> Iterator[Document]:
    """Check the header's language line against the language the text is read in.

    If: a header line is the name of a language.
    Then: it must be the language the caller named; otherwise that is reported.
    Near miss: the line on the original's language.
    """
    if match.value("language") != report.identity.language:
        findings.report("language-differs", Severity.WARNING,
                        f"the header says '{match.value('language')}', but the text is read as "
                        f"'{report.identity.language}'", match.span)
    yield from ()


@rule("DOC-04", reads="header", emits=(Document,))
def original_language(match: Match, report: ReportText) -> Iterator[Document]:
    """Read the header's line on the original's language.

    If: a header line names the language of the original.
    Then: the document has that tg:originalLanguage.
    Near miss: a language alone is the language of this version.
    """
    yield Document(iri=report.document, evidence=(match.span,), original_language=match.value("language"))


@rule("DOC-05", reads="header", emits=(Document,))
def document_title(match: Match, report: ReportText) -> Iterator[Document]:
    """Read the header's line that says what the document is.

    If: a header line is a kind of document.
    Then: it is the document's title and tells its type.
    Near miss: the same words in the table of documents belong to the row's document.
    """
    yield Document(iri=report.document, evidence=(match.span,), title=report.words(match.span),
                   document_type=tg(match.value("document_type")))


@rule("DOC-06", reads="header", emits=(Document,))
def own_symbol(match: Match, report: ReportText, findings: Findings) -> Iterator[Document]:
    """Check a symbol in the header against the symbol the text is read under.

    If: a header line is a symbol.
    Then: it is the document's own; another one than the caller named is reported.
    Near miss: a symbol in a sentence.
    """
    symbol: SymbolMention = match.value("symbol")
    if iris.document(symbol.symbol) != report.document:
        findings.report("symbol-differs", Severity.WARNING,
                        f"the header says {symbol.symbol}, but the text is read as {report.identity.symbol}",
                        match.span)
    yield Document(iri=report.document, evidence=(match.span,))


_LONGEST_SYMBOL = 120


def type_of_title(report: ReportText, title: str, symbol: SymbolMention | None) -> Iri | None:
    """Return the document type that a title's head words, or else the symbol's series, tell; None where neither does.

    What a title says of another document inside it is not its own type: the head words stand at its end, or, as the
    language's layout has it, at the beginning of it or of what follows a stop.
    """
    folded = fold(title).plain.strip("《》“”\" ")
    drafts = tuple(lower(word) for word in report.language.layout.get("drafts", ()))
    leading = report.language.layout.get("title_heads") == "first"
    pieces = re.split(r"[.:] ", folded) if leading else [folded]
    finals = {(piece.removeprefix(word) if leading else piece.removesuffix(word)).strip()
              for piece in pieces for word in ("", *drafts)}
    kinds = report.language.lexicon.get("symbol_kind", {})
    by_symbol = tg(kinds[symbol.kind]) if symbol and symbol.kind in kinds else None
    return _head_type(report, finals, leading=leading) or by_symbol


def _head_type(report: ReportText, titles: Iterable[str], *, leading: bool) -> Iri | None:
    """Return the type whose wording, the longest found, stands at the head of one of the titles."""
    forms = [(form, kind) for form, kind in report.language.lexicon.get("title_type", {}).items()
             if any(title.startswith(lower(form)) if leading else title.endswith(lower(form)) for title in titles)]
    return tg(max(forms, key=lambda pair: len(pair[0]))[1]) if forms else None


def table_rows(node: Node) -> Iterator[tuple[Node, list[SymbolMention], Node | None]]:
    """Yield the rows of the tables under a node that begin with symbols: the cell, the symbols, the title's cell."""
    for table in node.children:
        if table.kind is not NodeKind.TABLE:
            continue
        for row in table.children:
            cells = [cell for cell in row.children if cell.body]
            if not cells:
                continue
            symbols = find_symbols(fold(cells[0].body, cells[0].body_span.start).text)
            yield cells[0], symbols, cells[1] if len(cells) > 1 else None


@rule("DOC-07", reads="report", emits=(), stage=-2)
def titled_documents(report: ReportText, introduced: IntroducedInTheMaking) -> Iterator[Mention]:
    """Learn which document of the conference bears which title, before any sentence leans on it.

    If: a title stands beside a symbol, in a row of a table or in brackets after the title.
    Then: the bare title means that document; a title of rules of procedure tells whose rules are cited.
    Near miss: a title beside no symbol stays unresolved.
    """
    kinds = report.language.lexicon.get("own_document_kind", {})
    for node in report.tree.nodes(NodeKind.PARAGRAPH):
        for _, symbols, title in table_rows(node):
            words = fold(title.body).text if title else ""
            for symbol in symbols[:1]:
                iri = iris.document(symbol.symbol)
                if words:
                    introduced.title(words, iri)
                if title and type_of_title(report, title.body, symbol) == tg("RulesOfProcedure"):
                    introduced.rule_by(iri)
        whole = fold(node.body)
        for kind in kinds:
            for iri in _bracketed(whole, kind):
                introduced.title(kinds[kind], iri)
        for form, type_ in report.language.lexicon.get("title_type", {}).items():
            if type_ == "RulesOfProcedure" and introduced.rules_of_procedure is None:
                introduced.rule_by(next(_bracketed(whole, form), None))
    yield from ()


def _bracketed(words: Folded, title: str) -> Iterator[Iri]:
    """Yield the documents whose symbols stand in brackets right behind a title."""
    form = lower(title)
    at = words.plain.find(form)
    while at >= 0:
        after = at + len(form)
        after += words.text.startswith(" ", after)
        following = find_symbols(words.text[after + 1 :][:_LONGEST_SYMBOL]) if words.text.startswith("(", after) else []
        if following and following[0].start == 0:
            yield iris.document(following[0].symbol)
        at = words.plain.find(form, at + 1)


@rule("TBL-01", reads="sentence", emits=(Document, Listing, Mention))
def documents_table(match: Match, report: ReportText, outline: Outline, conference: ConferenceFrame,
                    introduced: IntroducedInTheMaking, facts: FactsInTheMaking, findings: Findings
                   ) -> Iterator[Document | Listing | Mention]:
    """Read the table of the documents that were before the conference.

    If: a sentence announces the documents received, and rows of symbol and title follow it.
    Then: each symbol is a document with that title, listed in the paragraph in printed order; a symbol joined to
        another in one row shares the title, and is part of the document it adds to.
    Near miss: a row without a symbol lists nothing; it is reported.
    """
    node = match.unit.node
    position = 0
    for cell, symbols, title_cell in table_rows(node):
        if not symbols:
            findings.report("row-without-symbol", Severity.WARNING, "this row of the documents' table has no symbol",
                            cell.body_span)
        folded = fold(cell.body, cell.body_span.start)
        title, note, title_span = _title_and_note(report, title_cell)
        for symbol in symbols:
            position += 1
            iri = iris.document(symbol.symbol)
            where = folded.span(symbol.start, symbol.end)
            evidence = (where, title_span) if title_span else (where,)
            facts.list_document(iri, where)
            if note:
                introduced.note(note, iri)
            parent = _whole_of(symbol)
            yield Document(iri=iri, evidence=evidence, symbol=symbol.symbol, title=title, part_of=parent,
                           document_type=type_of_title(report, title.text if title else "", symbol),
                           of_conference=conference.iri)
            if parent and symbol.parent and not facts.read_of(parent):
                yield Document(iri=parent, evidence=(where,), symbol=symbol.parent)
            yield Listing(iri=iris.listing(match.unit.provision, iri), evidence=(where, match.span), listed=iri,
                          in_list=match.unit.provision, position=position)
        for one in (cell, title_cell):
            for unit in outline.units_of(one) if one else ():
                unit.claims.append(Claim("TBL-01", unit.span))


def _title_and_note(report: ReportText, cell: Node | None) -> tuple[LangText | None, str, Span | None]:
    """Return a title's words without the footnote mark behind them, the mark, and the words' span."""
    if cell is None:
        return None, "", None
    body, span = cell.body, cell.body_span
    behind = body[:-1].rpartition("[")[2] if body.endswith("]") else ""
    mark = behind if behind in report.footnote_marks else ""
    if mark:
        body = body[: -len(mark) - 2].rstrip()
    return LangText(body, report.identity.language), mark, Span(span.start, span.start + len(body))


@rule("DOC-08", reads="report", emits=(Document, Provision), stage=2)
def named_documents(report: ReportText, outline: Outline, conference: ConferenceFrame, introduced: Introduced,
                    facts: FactsInTheMaking) -> Iterator[Document | Provision]:
    """Keep every document that a symbol or a reference names, and the parts referred to.

    If: a symbol, or words for a document without one, stand anywhere in the text.
    Then: there is a document with that symbol (a reissue's asterisk left out; one printed with two symbols joined by a
        hyphen has both, and either means it), or with those words as its title;
        an article, annex, rule or measure referred to is a provision of its document.
    Near miss: a title alone, which the document's row or brackets must tie to a symbol.
    """
    for joint in report.joint_symbols.values():
        yield Document(iri=iris.document(joint.first.symbol), evidence=(joint.where,), symbol=joint.second)
    named = report.language.references_around.get("rules_of_procedure", ("rules of procedure",))
    rules = LangText(named[0], report.language.code)
    for unit in outline.units:
        for sighting in unit.sightings:
            span = unit.span_of(sighting.start, sighting.end)
            if sighting.kind in {"symbol", "symbols"}:
                for thing in sighting.things:
                    yield from _by_symbol(report, facts, thing, span)
            elif sighting.kind in {"resolution"}:
                for thing in sighting.things:
                    yield _by_number(thing, span)
            elif sighting.kind in PART_KINDS:
                for thing in sighting.things:
                    yield from described_part(report.document, thing, span, rules)
            elif sighting.iri is None:
                continue
            elif sighting.kind in _WITHOUT_SYMBOL:
                held_by = iris.thing(f"conference/{iris.local(sighting.iri).split('/')[0]}") \
                    if sighting.kind == "conference_document" else None
                date = iris.local(sighting.iri).rsplit("/", 1)[-1] if sighting.kind == "founding_resolution" else ""
                yield Document(iri=sighting.iri, evidence=(span,), title=facts.first_words(sighting.iri, span),
                               document_type=tg(_WITHOUT_SYMBOL[sighting.kind]), of_conference=held_by,
                               date=PartialDate(date) if date else None)
            elif sighting.kind in _PARTS:
                yield from _referred_part(report, conference, introduced, facts, sighting.iri, sighting.kind, span)


_WITHOUT_SYMBOL = {"conference_document": "OutcomeDocument", "organ_document": "Guidelines",
                   "founding_resolution": "Resolution", "collective": "CollectiveReference"}
_PARTS = {"measure": ("Measure", "paragraph"), "declaration": ("Annex", "annex")}


def _without_brackets(report: ReportText, span: Span) -> Span:
    """Return a reference's span without the symbol in brackets behind it, which is no part of the title."""
    words = report.source.quote(span)
    cut = min((at for at in (words.find("("), words.find("（")) if at > 0), default=len(words))
    return Span(span.start, span.start + len(words[:cut].rstrip()))


def _whole_of(symbol: SymbolMention | None) -> Iri | None:
    """Return the document that an addendum or a corrigendum is part of; a revision is a document of its own."""
    if symbol is None or not symbol.parent or symbol.symbol.rpartition("/")[2].startswith("Rev."):
        return None
    return iris.document(symbol.parent)


def _by_symbol(report: ReportText, facts: Facts, iri: Iri, span: Span) -> Iterator[Document]:
    official = iris.path_of(iri).removeprefix("document/").replace("%20", " ")
    symbol = parse_symbol(official)
    parent = _whole_of(symbol)
    type_ = None if iri in facts.listed_documents else type_of_title(report, "", symbol)
    yield Document(iri=iri, evidence=(span,), symbol=official, part_of=parent, document_type=type_)
    if parent and symbol and symbol.parent and not facts.read_of(parent):
        yield Document(iri=parent, evidence=(span,), symbol=symbol.parent)


def _referred_part(report: ReportText, conference: ConferenceFrame, introduced: Introduced, facts: FactsInTheMaking,
                   iri: Iri, kind: str, span: Span) -> Iterator[Document | Provision]:
    """Describe a provision of another document as far as the reference tells: class, number, whole."""
    if iri.startswith(f"{report.document}/"):
        return
    subclass, folder = _PARTS[kind]
    whole, _, number = iri.rpartition(f"/{folder}/")
    if kind == "declaration":
        parent = Iri(iri.removesuffix("/annex"))
        yield Document(iri=iri, evidence=(span,), part_of=parent, document_type=tg("Declaration"),
                       title=facts.first_words(iri, _without_brackets(report, span)),
                       of_conference=introduced.conference_of(iri, conference.series) if conference.series else None)
        yield Provision(iri=iri, evidence=(span,), subclass="Annex", part_of=parent)
        return
    if kind == "measure":
        paragraph, bracket, _ = number.partition("(")
        container = iris.part(whole, "paragraph", paragraph) if paragraph else Iri(whole)
        if paragraph:
            yield Provision(iri=container, evidence=(span,), subclass="Paragraph", number=paragraph, part_of=Iri(whole))
        yield Provision(iri=iri, evidence=(span,), subclass=subclass, number=number, part_of=container)
        if bracket:
            parent = Iri(whole.removesuffix("/annex"))
            yield Document(iri=Iri(whole), evidence=(span,), part_of=parent, document_type=tg("Declaration"))
            yield Provision(iri=Iri(whole), evidence=(span,), subclass="Annex", part_of=parent)
        return


def _by_number(iri: Iri, span: Span) -> Document:
    """Describe a resolution or decision that is named by its number."""
    official = iris.path_of(iri).removeprefix("document/").replace("%20", " ")
    symbol = parse_symbol(official)
    return Document(iri=iri, evidence=(span,), symbol=official,
                    document_type=tg("Resolution") if symbol is None or symbol.kind == "RES" else None)


@rule("PUB-01", reads="sentence", emits=(Act,))
def to_be_published(match: Match, report: ReportText, conference: ConferenceFrame, facts: FactsInTheMaking,
                    findings: Findings) -> Iterator[Act]:
    """Read that a document will be issued after the conference.

    If: a sentence says that a document of the conference will be published, and what it will hold.
    Then: there is a planned act of issuing that mentions the document and what it holds.
    Near miss: a document whose title no symbol explains is mentioned by nothing.
    """
    document: Reference = match.value("document")
    if not document.things:
        findings.report("unresolved-reference", Severity.WARNING,
                        "the words name a document of the conference, but the text gives no symbol of it",
                        document.span)
    yield _issue(match, conference, facts, "Issue", document.things, report.words(match.span))


@rule("PUB-02", reads="sentence", emits=(Act,))
def issued_as(match: Match, report: ReportText, conference: ConferenceFrame, facts: FactsInTheMaking) -> Iterator[Act]:
    """Read under which symbol, and how, the report is issued.

    If: a sentence says that a document will be issued under a symbol.
    Then: there is a planned act of issuing that mentions that document.
    Near miss: a symbol in brackets after a title, which only identifies.
    """
    symbol: SymbolMention = match.value("symbol")
    yield _issue(match, conference, facts, "Issue", (iris.document(symbol.symbol),), report.words(match.span))


@rule("PUB-04", reads="sentence", emits=(Act, Document))
def stands_in_a_document(match: Match, report: ReportText, conference: ConferenceFrame,
                         introduced: IntroducedInTheMaking, facts: FactsInTheMaking) -> Iterator[Act | Document]:
    """Read under which symbol a document of the conference called by its title stands.

    If: a sentence says that a document, called by its title, is contained in, or was issued as, documents with symbols.
    Then: the first of them has that title; where it is said to be issued, an act of issuing mentions them all.
    Near miss: a title with its symbol in brackets.
    """
    symbols: tuple[SymbolMention, ...] = match.values("documents")
    first = iris.document(symbols[0].symbol)
    kind = str(match.value("own_document_kind"))
    title = match.where("own_document_kind")
    introduced.title(kind, first)
    yield Document(iri=first, evidence=(title, match.span), symbol=symbols[0].symbol,
                   title=None if first in facts.listed_documents else report.words(title),
                   document_type=type_of_title(report, kind, symbols[0]), of_conference=conference.iri)
    if match.constants.get("issued"):
        mentions = tuple(iris.document(s.symbol) for s in symbols)
        yield replace(_issue(match, conference, facts, "Issue", mentions, report.words(match.span)), modality=())


@rule("PUB-03", reads="sentence", emits=(Act, Document))
def list_of_documents(match: Match, report: ReportText, conference: ConferenceFrame, facts: FactsInTheMaking
                     ) -> Iterator[Act | Document]:
    """Read which paper lists all documents, and what it holds besides.

    If: a sentence says that the list of documents will stand in a paper, with further documents.
    Then: the paper has that title, each further document the title beside its symbol, and a planned act of
        listing mentions them all.
    Near miss: a document named for its content, without a symbol.
    """
    paper: SymbolMention = match.value("symbol")
    paper_iri = iris.document(paper.symbol)
    title = report.words(match.where("k"))
    yield Document(iri=paper_iri, evidence=(match.span,), symbol=paper.symbol, title=title,
                   document_type=type_of_title(report, str(match.value("k")), None), of_conference=conference.iri)
    named: list[Iri] = [paper_iri]
    for content in match.values("contents"):
        symbol = content.part("s")
        words = next(f for f in content.parts if f.name == "k")
        where = match.unit.span_of(words.start, words.end)
        iri = iris.document(symbol.symbol)
        named.append(iri)
        yield Document(iri=iri, evidence=(content.span,), symbol=symbol.symbol, title=report.words(where),
                       document_type=type_of_title(report, report.source.quote(where), symbol),
                       of_conference=conference.iri)
    named += match.value("paragraph").things
    yield _issue(match, conference, facts, "List", tuple(named), report.words(match.span))


def _issue(match: Match, conference: ConferenceFrame, facts: FactsInTheMaking, verb: str, mentions: tuple[Iri, ...],
           matter: LangText) -> Act:
    use = facts.use_of(match.unit.provision, tg(verb), None)
    return Act(iri=iris.act(match.unit.provision, verb, None, use), evidence=(match.span,), operative_verb=tg(verb),
               mentions=mentions, matter=matter, of_conference=conference.iri, modality=(tg("Planned"),))

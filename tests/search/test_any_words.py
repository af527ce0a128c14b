"""Whatever is searched for, and whatever things are called, a search ends in an answer or in one line that says why not."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from treatygraph import iris, vocab
from treatygraph.search import Index, SearchError, build_index
from treatygraph.search.folding import key, plain_words, words

from .indexed import index_of

# Letters of several scripts, marks, signs with a meaning in SQL and in full-text queries, and what no text should hold.
ODD = st.text(st.one_of(st.sampled_from('abzAZßİıéÉ\u0301ΣσжЖكىة条约核试《》“”"\'*^:(){}[]-+/\\%_;,.0٣²½ \t\n\x00\u200f\u202e\ud800ﬁ①'), st.characters()),
              max_size=40)


@cache
def small() -> Index:
    return index_of('<state/KEN> a tg:State ; skos:prefLabel "Kenya"@en , "肯尼亚"@zh ; tg:text "《条约》 abz жЖ A/RES/75/87"@en .')


@given(ODD)
@settings(max_examples=150, deadline=None)
def test_any_words_are_answered_or_refused_in_one_line(text: str) -> None:
    try:
        found = small().search(text)
    except SearchError as refused:
        assert "\n" not in str(refused)  # noqa: PT017 - most of what is searched for is answered
        assert not plain_words(text) or len(plain_words(text)) > 20
        return
    for hit in found.hits:
        assert all(0 <= start < end <= len(hit.words) for start, end in hit.ranges)
        assert list(hit.ranges) == sorted(hit.ranges)


@given(st.lists(ODD.filter(key), min_size=20, max_size=30))
@settings(max_examples=6, deadline=None)
def test_any_name_is_found_by_itself(names: list[str]) -> None:
    things = {f"{iris.ID}state/X{at}": name.encode("utf-8", "replace").decode() for at, name in enumerate(names)}
    store = Store()
    store.extend(Quad(NamedNode(thing), NamedNode(vocab.PREF_LABEL), Literal(name)) for thing, name in things.items())
    index = Index(build_index(store, united=True))
    for thing, name in things.items():
        assert thing in {hit.iri for hit in index.search(name, limit=100).hits if hit.way == "exact"}


@given(ODD)
@settings(max_examples=150, deadline=None)
def test_any_word_is_folded_once_and_stands_in_its_place(text: str) -> None:
    found = words(text)
    assert [word.folded for word in found] == plain_words(text)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert key(key(text)) == key(text)

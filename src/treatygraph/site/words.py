"""Writes the index by which a script in the browser searches: small files, of which a search loads the few it needs.

Must not decide what can be searched, nor how a word is folded: the room of search does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from pyoxigraph import Store

from treatygraph import iris
from treatygraph.search.content import Entry, Name, contents
from treatygraph.search.folding import key, plain_words, terms
from treatygraph.search.kinds import WEIGHT_OF_FACTS, WEIGHT_OF_TERMS, kind_name, weight
from treatygraph.serve.page_parts import local_path
from treatygraph.serve.reader import INTERFACES
from treatygraph.site.places import Places

FOLDER = "search"
INDEX = f"{FOLDER}/index.json"
"""The file of the index that is loaded first."""
_IN_A_BLOCK = 100
# A posting is a thing's number and, in its lowest bits, how many words the shortest name with the word has; 0 where the
# word is in no name.
_MOST_WORDS = 15
# Of so many words at most a name is also one that is written without gaps.
_MOST_JOINED = 5


def index_of(store: Store, pages: Collection[str], places: Places, prefix: str) -> dict[str, bytes]:
    """Return the files of the index by their paths: `index.json`, words by how they begin, and things in blocks.

    `pages` are the files of the site's pages; what has none is not in the index. A thing's number is its rank among
    those that fit equally well.
    """
    found = sorted(_listed(store, pages, places, prefix), key=lambda one: (_weight(one[0]), one[0].iri))
    kinds = list(dict.fromkeys(_kind(entry) for entry, _ in found))
    places_of_kinds = {kind: place for place, kind in enumerate(kinds)}
    words = _words([entry for entry, _ in found])
    files: dict[str, Any] = {f"words/{stem}": held for stem, held in words.items()}
    for begin in range(0, len(found), _IN_A_BLOCK):
        files[f"things/{begin // _IN_A_BLOCK}"] = [_shown(*one) for one in found[begin: begin + _IN_A_BLOCK]]
    files["index"] = {"kinds": [[kind_name(kind, language) for language in INTERFACES] for kind in kinds],
                      "of": [places_of_kinds[_kind(entry)] for entry, _ in found], "block": _IN_A_BLOCK,
                      "terms": sum(_weight(entry) < WEIGHT_OF_TERMS for entry, _ in found),
                      "words": sorted(words)}
    return {f"{FOLDER}/{name}.json": json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()
            for name, held in files.items()}


def stem_of(word: str) -> str:
    """Return the name of the file that holds a word: its first letter, or where that is in Unicode.

    >>> stem_of("kenya"), stem_of("核试"), stem_of("кения")
    ('k', 'u1a0', 'u10')
    """
    return word[0] if word[0].isascii() else f"u{ord(word[0]) >> 6:x}"


def _listed(store: Store, pages: Collection[str], places: Places, prefix: str) -> Iterator[tuple[Entry, str]]:
    for entry in contents(store, united=True):
        path = local_path(entry.iri, f"//{prefix}")
        place = places.of(path, INTERFACES[0])
        if place and place.file in pages:
            yield entry, place.file + (f"#{fragment}" if (fragment := path.partition("#")[2]) else "")


def _weight(entry: Entry) -> int:
    return WEIGHT_OF_TERMS if entry.iri.startswith(iris.ONTOLOGY) else weight(entry.kinds)


def _kind(entry: Entry) -> str:
    return entry.kinds[0] if entry.kinds else ""


def _words(entries: list[Entry]) -> dict[str, dict[str, list[int]]]:
    """Return the postings of words, by the files that hold them."""
    found: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        held: dict[str, int] = {}
        for passage in entry.passages:
            held.update(dict.fromkeys(terms(plain_words(passage.text)), 0))
        for name in entry.names:
            named = terms(plain_words(name.text))
            for word in named:
                held[word] = min(held.get(word) or _MOST_WORDS, len(named))
            if 1 < len(named) <= _MOST_JOINED and _weight(entry) < WEIGHT_OF_FACTS:
                held.setdefault(key(name.text), 1)
        for word, count in held.items():
            found[stem_of(word)].setdefault(word, []).append(number * (_MOST_WORDS + 1) + count)
    return {stem: dict(sorted(held.items())) for stem, held in sorted(found.items())}


def _shown(entry: Entry, file: str) -> list[Any]:
    """Return what a result shows of a thing: its file, its name in each interface's language, its words."""
    called = [_called(entry.names, language) or _called(entry.names, "en") or entry.names[0].text
              if entry.names else entry.iri.removeprefix(iris.ID) for language in INTERFACES]
    others = [[name.language, name.text] for name in entry.names if name.text not in called]
    return [file, called, [*others, *([passage.language, passage.text] for passage in entry.passages)]]


def _called(names: list[Name], language: str) -> str:
    return next((name.text for name in names if name.language == language), "")

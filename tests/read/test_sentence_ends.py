"""Checks which stops end a sentence in English: not a name's initial, nor an abbreviation, but a word that ends so."""

from __future__ import annotations

import pytest

from treatygraph.language.languages import load
from treatygraph.read.sentences import SentenceCutter


@pytest.mark.parametrize(("text", "count"), [
    ("It elected Akan B. Rakhmetullin as its President.", 1),
    ("Mr. K. B. Quarcoo addressed it.", 1),
    ("The address by J. K. Adu was heard. It was long.", 2),
    ("It met in Working Group. The Chair spoke.", 2),
    ("It is set out in annex B. The Conference adopted it.", 2),
    ("See Annex B. The Conference adopted it.", 2),
    ("See document No. 3 and para. 16 of Art. XIV. It is long.", 2),
    ("St. Lucia spoke, i.e. Kenya did not.", 1),
    ("It closed on the 4th. It opened on the 3rd.", 2),
])
def test_stops(text: str, count: int) -> None:
    assert len(SentenceCutter(load("en").layout).cut(text)) == count

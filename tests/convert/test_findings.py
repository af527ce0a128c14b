"""What conversion changed is told once for each kind, with how often it was done; the record keeps every change."""

from __future__ import annotations

from pathlib import Path

import made_documents as made
import pytest

from treatygraph.convert.conversion import convert


def test_each_kind_is_told_once_with_its_count(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    path = tmp_path / "report.html"
    path.write_text(made.page("<p>Held 3<sup>1</sup> and 4<sup>2</sup> meetings.</p><nav>Home</nav><p>Chile<sup>3</sup></p>"),
                    encoding="utf-8")
    conversion = convert(path)
    assert [(finding.kind, finding.message) for finding in conversion.findings] == [
        ("conversion/raised-marks", "a raised or lowered sign was written as a mark in square brackets; 3 such changes in all"),
        ("conversion/hidden-words-dropped",
         "words that a browser does not show, or shows as deleted or as navigation, were left out")]
    assert len(conversion.all_findings) == 4


def test_other_words_of_one_kind_are_told_too(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    words = ("north", "south", "west")
    path.write_text("\f".join(f"A/2031/9\n\n1. The Meeting in the {word} said that it was\nheld in the {word}.\n\nPage {page}\n"
                              for page, word in enumerate(words, start=1)), encoding="utf-8")
    furniture = [finding for finding in convert(path).findings if finding.kind == "conversion/page-furniture-dropped"]
    assert [finding.message for finding in furniture] == [
        "page number left out on page(s) 1, 2, 3; 2 such changes in all; among them: running head left out on page(s) 2, 3"]

"""One report in Python: what it says of a conversion, and which texts are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph import TreatyGraphError, read_file, read_text

HEADER = "A/CONF.99/2031/7\n\nMeeting of States Parties to the Treaty on Unicorns\n\nGeneva, 3 to 7 March 2031\n\n"


def test_the_audit_of_a_file_tells_what_its_conversion_changed(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text("<html><body><p>A/CONF.99/2031/7</p><p>1. The Meeting adopted its report.</p>"
                    "<p style='display: none'>2. The Meeting rose.</p></body></html>", encoding="utf-8")
    report = read_file(file)
    assert report.findings[0].kind == "conversion/hidden-words-dropped"
    assert report.audit.findings == report.findings


@pytest.mark.parametrize(("text", "message"), [
    ("", "the file is empty"),
    ("\u00a0\n", "white space"),
    ("1. The Meeting\x00 met.\n", "NUL"),
    ("1. The Meeting \udc80 met.\n", "not UTF-8"),
    (2 * f"{HEADER}1. The Meeting adopted its report.\n\n", "another report begins here"),
])
def test_what_is_no_one_text_is_refused(text: str, message: str) -> None:
    with pytest.raises(TreatyGraphError, match=message):
        read_text(text, symbol="A/CONF.99/2031/7", language="en")

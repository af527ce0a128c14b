"""What stands alike at the foot of a few pages is text; what stands at the foot of many is the page's own."""

from __future__ import annotations

from treatygraph.convert.furniture import PageNumbers, find_furniture
from treatygraph.convert.wording import wording


def left_out(feet: list[str]) -> set[str]:
    pages = [[f"Heading of page {n}", *(f"Line {line} of page {n}." for line in range(9)), foot]
             for n, foot in enumerate(feet)]
    found = find_furniture(pages, PageNumbers(wording().page_numbers), wording().job_number)
    return {pages[one.page][one.line] for one in found}


def test_a_foot_on_every_other_page() -> None:
    assert "Report of the Forum" in left_out(["Report of the Forum", "Another foot"] * 6)


def test_the_last_line_of_notes_on_a_few_pages() -> None:
    feet = [f"Note {n} says something else." for n in range(12)]
    feet[3] = feet[8] = "S4xNzI2Njk0NTUwLjAuMC4w."
    assert left_out(feet) == set()

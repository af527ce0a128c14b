"""Checks that the document tree covers every character of a text, and puts each part where a reader would."""

from __future__ import annotations

import pytest
from counted import calls
from hypothesis import example, given, settings
from hypothesis import strategies as st
from texts import report_text

from treatygraph.read.numbering import letters, roman
from treatygraph.read.source import SourceText
from treatygraph.read.tree import DocumentTree, Node, NodeKind
from treatygraph.reading.engine import read_tree


def tree(text: str) -> DocumentTree:
    return read_tree(SourceText.from_bytes(text.encode(), "case.txt"), "zh")


def outline(found: DocumentTree, *kinds: NodeKind) -> list[tuple[str, str, str]]:
    """Return kind, number and words of the nodes of these kinds (all with words by default), in text order."""
    return [(node.kind.value, node.number, node.body) for node in found.root.walk()
            if (node.kind in kinds if kinds else node.body)]


def covers(found: DocumentTree) -> None:
    """Every character belongs to exactly one node, children follow their parent, and spans quote the words."""
    assert found.write() == found.source.text
    at = 0
    for node in found.root.walk():
        assert node.start == at, node
        at = node.own_end
        assert found.source.quote(node.body_span) == node.body
        assert node.body == node.body.strip()
        assert all(child.parent is node for child in node.children)
    assert at == len(found.source.text)
    assert found.root.end == at


# ---- every character

LINE = st.one_of(
    st.sampled_from(["附件", "附件一", "附录", "会议报告的附录", "----", "----\t----", "", " ", "\t", "\u3000", "标题", "[†] 注", "［*］注",
                     "A. 甲", "Ｂ．乙", "1. 一", "１．一", "2、二", "10) 十", " - (a) 甲", "(b)乙", "（ｃ）丙", "(i) 壹", "(ii) 贰", "甲\t乙\t丙",
                     "\t甲", "甲\t", "1. 一：", "…。", "1.", "(a)", "[", "]", "\x0b", "\u2028", "\x85x", "\x1c"]),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12),
    st.builds(lambda n, words: f"{n}. {words}", st.integers(0, 99999), st.sampled_from(["一", "二。", "三："])),
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n \n", "\r\n\r\n"])


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(LINE, ENDS), min_size=1, max_size=40), st.booleans())
@example([("\x0c", "\n"), ("1. 一", "\r")], True)
@example([("A. 甲", "\n"), ("附录", "\n"), ("A. 甲", "\n"), ("乙", "\n")], False)
def test_the_tree_covers_any_text(lines: list[tuple[str, str]], bom: bool) -> None:
    data = (b"\xef\xbb\xbf" if bom else b"") + "".join(line + end for line, end in lines).encode()
    if not data.decode("utf-8-sig").strip():
        return
    source = SourceText.from_bytes(data, "case.txt")
    found = read_tree(source, "zh")
    covers(found)
    assert source.to_bytes(found.write()) == data


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_the_tree_covers_the_report_however_it_is_cut(data: st.DataObject) -> None:
    text = report_text()
    begin = data.draw(st.integers(0, len(text) - 2))
    covers(tree("x" + text[begin : data.draw(st.integers(begin + 1, len(text)))]))


def test_line_ends_count_once_and_come_back() -> None:
    data = "\ufeff1. 一。\r\n2. 二。\r3. 三。\n4. 四。".encode()
    source = SourceText.from_bytes(data, "case.txt")
    found = read_tree(source, "zh")
    assert [node.start for node in found.nodes(NodeKind.PARAGRAPH)] == [0, 6, 12, 18]
    assert source.to_bytes(found.write()) == data


# ---- numbering


def test_paragraphs_sections_and_header() -> None:
    found = tree("联合国\n\n会议\n\n导言\n\n1. 一。\n2. 二。\n\n闭幕\n\n3. 三。\n")
    assert outline(found) == [("header-line", "", "联合国"), ("header-line", "", "会议"), ("section", "", "导言"),
                              ("paragraph", "1", "一。"), ("paragraph", "2", "二。"), ("section", "", "闭幕"),
                              ("paragraph", "3", "三。")]
    assert [node.parent.body for node in found.nodes(NodeKind.PARAGRAPH) if node.parent] == ["导言", "导言", "闭幕"]
    assert found.findings == ()


@pytest.mark.parametrize("mark", ["{}. ", "{}.", "{}．", "{}、", "{}) ", "\u3000{}. ", "- {}. "])
def test_marks_of_paragraphs(mark: str) -> None:
    found = tree("".join(f"{mark.format(number)}一。\n" for number in range(1, 13)))
    assert [node.number for node in found.nodes(NodeKind.PARAGRAPH)] == [str(n) for n in range(1, 13)]
    assert {node.body for node in found.nodes(NodeKind.PARAGRAPH)} == {"一。"}


def test_full_width_numbers_are_the_same_numbers() -> None:
    found = tree("１．一：\n（ａ）甲；\n（ｂ）乙。\n２．二。\n")
    assert [(node.kind.value, node.number) for node in found.root.walk() if node.body] == [
        ("paragraph", "1"), ("item", "1(a)"), ("item", "1(b)"), ("paragraph", "2")]


def test_letters_and_roman_numerals() -> None:
    lines = ["1. 一："]
    for number in range(1, 12):
        lines.append(f"({letters(number)}) 甲")
        if number == 8:
            lines += [f"({roman(n)}) 壹" for n in range(1, 6)]
    found = tree("\n".join(lines) + "\n2. 二。\n")
    numbers = [node.number for node in found.nodes(NodeKind.ITEM)]
    assert numbers == [*(f"1({c})" for c in "abcdefgh"), *(f"1(h)({roman(n)})" for n in range(1, 6)),
                       *(f"1({c})" for c in "ijk")]
    assert [node.number for node in found.nodes(NodeKind.PARAGRAPH)] == ["1", "2"]
    assert found.findings == ()


def test_letters_beyond_the_alphabet() -> None:
    found = tree("1. 一：\n" + "".join(f"({letters(number)}) 甲\n" for number in range(1, 31)))
    assert [node.number for node in found.nodes(NodeKind.ITEM)][-4:] == ["1(aa)", "1(bb)", "1(cc)", "1(dd)"]


def test_numbers_nested_fifty_deep() -> None:
    """Each first number opens an enumeration below the one before; each second one goes on with the innermost left."""
    found = tree("1. 一：\n" * 50 + "2. 二。\n" * 50)
    depths = [sum(1 for _ in node.ancestors()) for node in found.root.walk() if node.body]
    assert sorted(depths) == sorted([*range(1, 51), *range(1, 51)])
    assert [node.body for node in found.root.walk() if node.body] == ["一："] * 50 + ["二。"] * 50
    assert found.findings == ()
    covers(found)


@pytest.mark.parametrize("line", ["(a) 甲\n", "1. 一：\n", "(a) 甲\n(i) 乙\n"])
def test_endless_nesting_costs_no_more_than_its_length(line: str) -> None:
    """Numbers are joined to their parents', so depth without bound would cost the square of the length."""
    found = tree("1. 一：\n" + line * 5_000)
    assert max(len(node.number) for node in found.root.walk()) < 400
    covers(found)
    few, many = (calls(lambda times=times: tree("1. 一：\n" + line * times)) for times in (500, 2_000))
    assert many < 4.6 * few


AGENDA = """10. 十。
11. 会议通过了议程：
 1. 开幕
 2. 事项
 - (a) 选举
 - (b) 通过
 3. 三
 4. 四
 5. 五
 6. 六
 7. 七
 8. 八
 9. 九
 10. 十
 11. 报告

12. 通过报告
13. 闭幕。
12. 会议选举。
13. 会议设立。
14. 会议确认。
"""


def test_an_agenda_cut_off_from_its_last_items() -> None:
    """They stand beside paragraphs of the same number, without indent and behind a blank line."""
    found = tree("".join(f"{n}. 某。\n" for n in range(1, 10)) + AGENDA)
    items = [node.number for node in found.nodes(NodeKind.ITEM)]
    assert items == ["1", "2", "2(a)", "2(b)", *map(str, range(3, 14))]
    paragraphs = {node.number: node.body for node in found.nodes(NodeKind.PARAGRAPH)}
    assert list(paragraphs) == [str(n) for n in range(1, 15)]
    assert paragraphs["12"] == "会议选举。"
    assert found.findings == ()


@pytest.mark.parametrize("text", [AGENDA.replace("\n ", "\n"), AGENDA.replace("\n\n", "\n"), AGENDA.replace("\n", "\n\n"),
                                  AGENDA.replace("\n12. 通过", "\n 12. 通过").replace("\n13. 闭", "\n 13. 闭")])
def test_the_same_agenda_in_other_layouts(text: str) -> None:
    found = tree("".join(f"{n}. 某。\n" for n in range(1, 10)) + text)
    bodies = [node.body for node in found.nodes(NodeKind.ITEM)]
    assert bodies[-2:] == ["通过报告", "闭幕。"]
    assert [node.number for node in found.nodes(NodeKind.PARAGRAPH)] == [str(n) for n in range(1, 15)]


def test_an_agenda_at_the_end_of_a_report() -> None:
    """No later paragraph tells its items from paragraphs; their indent does."""
    found = tree("1. 议程：\n 1. 开幕\n 2. 闭幕。\n")
    assert [(node.kind.value, node.number) for node in found.root.walk() if node.body] == [
        ("paragraph", "1"), ("item", "1"), ("item", "2")]


def test_numbers_restart_in_the_annex() -> None:
    found = tree("1. 一。\n2. 二。\n\n附件\n\n宣言\n\n1. 我们。\n2. 我们。\n\n附录\n\n名单\n")
    assert [(node.kind.value, node.number, node.position) for node in found.nodes(NodeKind.PARAGRAPH)] == [
        ("paragraph", "1", 1), ("paragraph", "2", 2), ("paragraph", "1", 1), ("paragraph", "2", 2)]
    appendix = next(found.nodes(NodeKind.APPENDIX))
    assert appendix.parent is next(found.nodes(NodeKind.ANNEX))
    assert found.findings == ()


@pytest.mark.parametrize(
    ("text", "kind", "message", "words"),
    [
        ("1. 一。\n3. 三。\n", "numbering-out-of-order", "number 3 is printed where 2 was expected", "3. 三。"),
        ("1. 一：\n(a) 甲\n(c) 丙\n", "numbering-out-of-order", "number c is printed where 2 was expected", "(c) 丙"),
        ("2. 二。\n", "numbering-out-of-order", "number 2 is printed where 1 was expected", "2. 二。"),
        ("1. 一。\n2. 二。\n1. 又一。\n", "numbering-out-of-order", "number 1 is printed where 3 was expected", "1. 又一。"),
    ],
)
def test_numbering_out_of_order_is_reported_with_its_place(text: str, kind: str, message: str, words: str) -> None:
    found = tree(text)
    finding = next(f for f in found.findings if f.kind == kind)
    assert (finding.message, finding.words) == (message, words)
    assert found.source.quote(finding.place.span) == words
    covers(found)


def test_numbers_go_on_behind_a_gap() -> None:
    found = tree("1. 一。\n3. 三。\n4. 四。\n")
    assert [node.number for node in found.nodes(NodeKind.PARAGRAPH)] == ["1", "3", "4"]
    assert len(found.findings) == 1


def test_a_number_printed_twice_names_two_parts() -> None:
    found = tree("1. 一。\n2. 二。\n1. 又一。\n2. 又二。\n")
    numbers = [node.number for node in found.nodes(NodeKind.PARAGRAPH)]
    assert len(set(numbers)) == 4
    assert [f.kind for f in found.findings if f.kind == "number-repeated"] == ["number-repeated"] * 2


# ---- wrapped lines, tables, footnotes, lists


def test_a_wrapped_paragraph_goes_on() -> None:
    found = tree("1. 会议\n通过了\n  报告。\n2. 二。\n")
    assert [node.body for node in found.nodes(NodeKind.PARAGRAPH)] == ["会议\n通过了\n  报告。", "二。"]


def test_a_table_is_rows_of_cells_in_columns() -> None:
    found = tree("1. 文件：\n\n甲 \t 乙\n丙\t丁\t\n\n2. 二。\n")
    cells = [(node.position, node.body) for node in found.nodes(NodeKind.CELL)]
    assert cells == [(1, "甲"), (2, "乙"), (1, "丙"), (2, "丁"), (3, "")]
    table = next(found.nodes(NodeKind.TABLE))
    assert isinstance(table.parent, Node)
    assert table.parent.number == "1"
    covers(found)


def test_a_tab_inside_a_paragraph_is_no_table() -> None:
    found = tree("1. 会议\n通过\t了\n报告。\n")
    assert [node.kind for node in found.root.walk() if node.body] == [NodeKind.PARAGRAPH]


def test_footnotes_hang_on_their_paragraph_and_interrupt_nothing() -> None:
    found = tree("1. 一[†]。\n\n[†] 注。\n\n2. 二：\n(a) 甲。\n\n［‡］注。\n\n(b) 乙。\n")
    assert [(n.mark, n.body) for n in found.nodes(NodeKind.FOOTNOTE)] == [("†", "注。"), ("‡", "注。")]
    assert [n.number for n in found.nodes(NodeKind.ITEM)] == ["2(a)", "2(b)"]
    assert found.findings == ()


LISTS = """1. 一。

附件

宣言

附录

国家名单

A. 已批准国

阿富汗\t德国
法国\t

B. 列于附件的 44 个
国家

埃及\t印度

1. 其中已批准国

德国\t

2. 其中未签署国

印度\t巴基斯坦
------\t------
"""


def test_lists_and_lists_within_them() -> None:
    found = tree(LISTS)
    lists = list(found.nodes(NodeKind.LIST))
    assert [node.number for node in lists] == ["A", "B", "B.1", "B.2"]
    assert [node.body for node in lists][1] == "列于附件的 44 个\n国家"
    assert lists[2].parent is lists[1]
    assert [(node.kind.value, node.body) for node in found.nodes(NodeKind.TITLE)] == [("title", "宣言"), ("title", "国家名单")]
    assert sum(1 for _ in found.nodes(NodeKind.RULE_LINE)) == 1
    assert found.findings == ()


def test_lists_of_one_column() -> None:
    found = tree(LISTS.replace("\t德国", "\n德国").replace("\t\n", "\n").replace("\t", "\n"))
    assert [node.number for node in found.nodes(NodeKind.LIST)] == ["A", "B", "B.1", "B.2"]
    assert [node.body for node in found.nodes(NodeKind.CELL)] == ["阿富汗", "德国", "法国", "埃及", "印度", "德国", "印度", "巴基斯坦"]


def test_a_list_without_rows_is_reported() -> None:
    found = tree("附件\n\n附录\n\nA. 已批准国\n\nB. 未批准国\n\n埃及\t\n")
    assert [(f.kind, f.message) for f in found.findings] == [("list-without-rows", "list A is followed by no rows")]


def test_several_annexes() -> None:
    found = tree("1. 一。\n\n附件\n\n甲\n\n1. 一。\n\n附件一\n\n乙\n\n1. 一。\n")
    assert [(node.position, node.body) for node in found.nodes(NodeKind.ANNEX)] == [(1, "附件"), (2, "附件一")]
    assert found.findings == ()


def test_the_title_before_the_first_paragraph_can_be_taken_for_the_header() -> None:
    found = tree("会议\n\n2023年9月22日\n\n1. 一。\n\n闭幕\n\n2. 二。\n")
    found.take_for_header(next(found.nodes(NodeKind.SECTION)))
    assert outline(found) == [("header-line", "", "会议"), ("header-line", "", "2023年9月22日"), ("paragraph", "1", "一。"),
                              ("section", "", "闭幕"), ("paragraph", "2", "二。")]
    assert [node.position for node in found.nodes(NodeKind.SECTION, NodeKind.HEADER_LINE)] == [1, 2, 1]
    covers(found)

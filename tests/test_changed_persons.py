"""Gives the persons of the real report other names and posts and expects everybody's facts to follow."""

from __future__ import annotations

import re

import pytest
from copies import C, Facts, R, differences, each, read
from texts import read_text, report_text

BASE = read(report_text())

RENAMED = [
    # who, the names in the text, the new names, the first of them in full
    ("izumi-nakamitsu", ("中满泉",), ("李雷",)),
    ("robert-floyd", ("罗伯特·弗洛伊德",), ("汉斯·布利克斯",)),
    ("abdulla-shahid", ("阿卜杜拉·沙希德", "阿不都拉·沙希德"), ("科琳娜·塔尔", "科琳娜·塔尔")),
    ("ramtane-lamamra", ("拉姆丹·拉马拉",), ("艾哈迈德·阿塔夫",)),
    ("heiko-maas", ("海科·马斯",), ("安娜莱娜·贝尔伯克",)),
    ("naledi-pandor", ("娜莱迪·潘多尔",), ("艾玛·潘多尔",)),
    ("naledi-pandor", ("娜莱迪·潘多尔", "潘多尔部长"), ("罗纳德·拉莫拉", "拉莫拉部长")),
    ("luigi-di-maio", ("路易吉·迪马约",), ("安东尼奥·迪马约",)),
    ("luigi-di-maio", ("路易吉·迪马约", "迪马约部长"), ("安东尼奥·塔亚尼", "塔亚尼部长")),
    ("marina-sereni", ("玛丽娜·塞雷尼",), ("玛利亚·特里波迪",)),
    ("alessandro-cortese", ("Alessandro Cortese",), ("Giovanni Rossi",)),
    ("alessandro-cortese", ("Alessandro Cortese",), ("乔瓦尼·罗西",)),
    ("rapulane-sydney-molekane", ("Rapulane Sydney Molekane",), ("Zaheer Ali Laher",)),
    ("josep-borrell", ("约瑟夫·博雷利",), ("卡娅·卡拉斯",)),
]


def follows(who: str, name: str) -> Facts:
    """Every fact of a person becomes one of a person whom no table knows, of this document."""
    new = name.replace(" ", "%20")

    def change(iri: str) -> str:
        if iri == f"person/{who}":
            return f"{R}/person/{new}"
        return re.sub(rf"^({C}/.*/){who}(?=/|$)", rf"\g<1>{new}", re.sub(
            rf"^(conference/ctbt-art-xiv-2019/.*/){who}$", rf"\g<1>{new}", iri))

    wanted = each(BASE, change)
    wanted[f"{R}/person/{new}"] = frozenset({("type", "UnidentifiedPerson"), ("rule", "PER-01")})
    return wanted


@pytest.mark.parametrize(("who", "old", "new"), RENAMED, ids=[row[2][0] for row in RENAMED])
def test_a_person_nobody_knows(who: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    text = report_text()
    for before, after in zip(old, new, strict=True):
        assert before in text
        text = text.replace(before, after)
    report = read_text(text)
    assert differences(read(text), follows(who, new[0])) == []
    assert [f.words for f in report.findings if f.kind == "unidentified-person"] == [new[0]]
    assert not [f for f in report.findings if f.kind == "several-spellings" and new[0] in f.message]


@pytest.mark.parametrize(
    ("old", "new"),
    [("外交部长", "首相"), ("外交部长", "国防大臣"), ("外交部长", "总统特使"), ("国际关系与合作部部长", "国王"),
     ("外交与国际合作部副部长", "众议院副议长"), ("常驻全面禁核试条约组织代表", "常驻维也纳办事处大使")],
)
def test_another_post(old: str, new: str) -> None:
    text = report_text().replace(old, new)
    if old == "外交部长":
        text = text.replace("外交部部长", new)
    assert differences(read(text), BASE) == []


def test_three_speakers_for_two() -> None:
    two = "阿尔及利亚外交部长拉姆丹·拉马拉先生和德国联邦外交部长海科·马斯先生在会议开幕式上致辞，两人"
    three = "阿尔及利亚外交部长拉姆丹·拉马拉先生、肯尼亚外交部长约瑟夫·博雷利先生和德国联邦外交部长海科·马斯先生在会议开幕式上致辞，三人"
    assert report_text().count(two) == 1
    found = read(report_text().replace(two, three))
    before = "conference/ctbt-art-xiv-2019/office"
    new = {f"{C}/statement/josep-borrell", f"{C}/post/josep-borrell/KEN", f"{before}/President/josep-borrell",
           f"{before}/Coordinator/josep-borrell"}
    assert set(found) - set(BASE) == new
    assert differences({iri: says for iri, says in found.items() if iri not in new}, BASE) == []


def test_persons_swap_their_places() -> None:
    """Each takes the other's posts and statements."""
    text = report_text().replace("拉姆丹·拉马拉", "\x01").replace("海科·马斯", "拉姆丹·拉马拉").replace("\x01", "海科·马斯")

    def change(iri: str) -> str:
        swap = {"ramtane-lamamra": "heiko-maas", "heiko-maas": "ramtane-lamamra"}
        return re.sub(r"(?<=/)(ramtane-lamamra|heiko-maas)(?=/|$)", lambda m: swap[m.group()], iri)

    assert differences(read(text), each(BASE, change)) == []

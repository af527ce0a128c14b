"""What twelve people ask, from the shell and over HTTP, in two languages: names that a lawyer reads, within 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from command import run
from pyoxigraph import RdfFormat, parse
from rich.cells import cell_len
from serve.serving import Served, served

from treatygraph import paths
from treatygraph.ask import find_question, questions

# The question, and for each language some of the names that its answer must give, in the words of that language.
PEOPLE = [
    ("CQ-01", {"en": ["signed, not ratified", "China", "Iran (Islamic Republic"], "zh": ["签署", "中国", "巴基斯坦"]}),
    ("CQ-02", {"en": ["South Africa", "President"], "zh": ["南非", "主席"]}),
    ("CQ-03", {"en": ["Egypt", "Gambia"], "zh": ["埃及", "冈比亚"]}),
    ("CQ-04", {"en": ["CTBT-Art.XIV/2021/1"], "zh": ["议事规则草案"]}),
    ("CQ-05", {"en": ["CTBT-Art.XIV/"], "zh": ["CTBT-Art.XIV/"]}),
    ("CQ-06", {"en": ["Agenda item 8"], "zh": ["议程", "一般性交换意见"]}),
    ("CQ-07", {"en": ["CTBT-Art.XIV/2021/6", "agrees"], "zh": ["CTBT-Art.XIV/2021/6", "agrees"]}),
    ("CQ-08", {"en": ["decision"], "zh": ["决定"]}),
    ("CQ-09", {"en": ["Czechia"], "zh": ["捷克"]}),
    ("CQ-10", {"en": ["Italy", "Luigi Di Maio"], "zh": ["意大利", "路易吉·迪马约"]}),
    ("CQ-11", {"en": ["Kenya", "Vice-President"], "zh": ["肯尼亚", "副主席"]}),
    ("CQ-12", {"en": ["Kenya"], "zh": ["肯尼亚"]}),
]
# What stands above the meanings of columns, and below the answer.
AROUND = {"en": ("Columns:", r"\d+ rows?"), "zh": ("各列含义：", r"共\d+行")}
TASKS = [(name, language, names) for name, by_language in PEOPLE for language, names in by_language.items()]


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as found:
        yield found


def check(text: str, name: str, language: str, names: list[str], *, over_http: bool) -> None:
    # A name may be wrapped, so it is looked for in the words of a column, whatever stands between its lines.
    for wanted in names:
        assert wanted in text, f"{name}: {wanted} is not in the answer"
    question = find_question(name)
    assert text.startswith(question.asks_in(language)[:20])
    columns, rows = AROUND[language]
    assert f"\n{columns}\n" in text
    assert [meaning for meaning in question.translated_meanings.get(language, question.meanings).values()
            if meaning[:6] in text]
    if over_http:
        assert re.fullmatch(rows, text.splitlines()[-1])
    for line in text.splitlines():
        # Only an IRI that is itself too long may pass the width, and then it stands alone.
        assert cell_len(line) <= 80 or re.fullmatch(r"[\w ]{0,14}\s*\S+", line), line
    assert not re.search(r"https?://w3id\.org/treatygraph/id/\S*$", text, re.M), "an IRI is written in full"


@pytest.mark.parametrize(("name", "language", "names"), TASKS, ids=[f"{name}-{language}" for name, language, _ in TASKS])
def test_from_the_shell(name: str, language: str, names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = run("query", name, "--lang", language)
    assert done.returncode == 0, done.stderr
    check(done.stdout, name, language, names, over_http=False)
    assert re.fullmatch(AROUND[language][1], done.stderr.strip())


@pytest.mark.parametrize(("name", "language", "names"), TASKS, ids=[f"{name}-{language}" for name, language, _ in TASKS])
def test_over_http(server: Served, name: str, language: str, names: list[str]) -> None:
    by_address = server.get(f"/questions/{name}?lang={language}")
    assert by_address.status == 200, by_address.text
    assert by_address.headers["content-type"] == "text/plain; charset=utf-8"
    check(by_address.text, name, language, names, over_http=True)
    assert server.get(f"/questions/{name}", Accept_Language=f"de, {language};q=0.8").text == by_address.text


def test_a_parameter_over_http(server: Served) -> None:
    found = server.get("/questions/CQ-09?" + urlencode({"state": "Tchad", "lang": "fr"}))
    assert "Tchad (state/TCD)" in found.text
    assert "乍得" in found.text


@pytest.mark.parametrize(("address", "status", "says"), [
    ("/questions/CQ-09?state=Itly", 400, "did you mean Italy (state/ITA)"),
    ("/questions/CQ-09?stat=ITA", 400, "CQ-09 has no parameter 'stat'"),
    ("/questions/CQ-99", 404, "there is no question 'CQ-99'"),
    ("/questions/CQ-01?lang=de", 400, "there are no names in 'de'"),
    ("/questions/CQ-01?width=wide", 400, "write a number of columns"),
    ("/questions/CQ-01?width=%C2%B2", 400, "write a number of columns"),
    ("/questions/CQ-01?width=" + "9" * 5000, 400, "write a number of columns"),
    ("/questions/CQ-37", 403, "SERVICE"),
])
def test_what_is_refused(server: Served, address: str, status: int, says: str) -> None:
    refused = server.get(address, "text/plain")
    assert (refused.status, says in refused.text) == (status, True), refused.text


def test_the_same_rows_as_the_query(server: Served) -> None:
    assert server.get("/questions/CQ-01?format=csv").text.splitlines() == \
        run("query", "CQ-01", "--format", "csv").stdout.splitlines()
    assert server.get("/questions/CQ-01?format=json").type == "application/sparql-results+json"


def test_a_question_that_is_answered_by_a_graph(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    expected = {quad.triple for quad in parse(path=str(paths.queries() / "CQ-55_conferences_for_calendars.ttl"))}
    text = run("query", "CQ-55", "--lang", "zh").stdout
    # The question stands above it as comments, so that the whole is Turtle.
    assert text.startswith("# 某系列有哪些会议")
    assert server.get("/questions/CQ-55?lang=zh").text == text
    turtle = server.get("/questions/CQ-55", "text/turtle")
    for body in (text, turtle.text, run("query", "CQ-55", "--format", "ttl").stdout):
        assert {quad.triple for quad in parse(body, format=RdfFormat.TURTLE)} == expected
    assert server.get("/questions/CQ-55?format=json").type == "application/ld+json"
    assert server.get("/questions/CQ-55?format=csv").status == 406
    refused = run("query", "CQ-55", "--format", "csv")
    assert (refused.returncode, "use ttl for a CONSTRUCT" in refused.stderr) == (2, True)


def test_a_page_for_browsers_in_their_language(server: Served) -> None:
    page = server.get("/questions/CQ-01?lang=zh", "text/html,*/*;q=0.8")
    assert page.type == "text/html"
    assert "中国" in page.text
    question = find_question("CQ-01")
    assert f">{question.translations['zh']}</h1>" in page.text
    assert f"<dt>state</dt><dd>{question.translated_meanings['zh']['state']}</dd>" in page.text
    assert 'treaty <small>条约</small></label>' in page.text
    assert re.search('name="treaty"[^>]* value="《全面禁止核试验条约》"', page.text)


def test_a_page_has_the_values_it_was_asked_with_as_they_were_given(server: Served) -> None:
    page = server.get('/questions/CQ-09?state="%3E%3Cb%3E', "text/html")
    assert (page.status, "<b>" in page.text) == (400, False)
    asked = server.get("/questions/CQ-09?state=Tchad&lang=en", "text/html").text
    assert re.search('name="state"[^>]* value="Tchad"', asked)
    assert '<a href="/questions/CQ-09?state=Tchad&amp;format=csv">CSV</a>' in asked


def test_the_questions_are_listed_in_the_reader_s_language(server: Served) -> None:
    listed = server.get("/questions?lang=zh", "text/plain")
    assert listed.headers["content-language"] == "zh"
    assert all(f"/questions/{one.name}\n  {one.translations['zh'][:10]}" in listed.text for one in questions())
    assert "    day: 日期\n" in listed.text
    assert server.get("/questions", "text/plain", Accept_Language="zh-CN, en;q=0.5").text == listed.text
    # Nobody has put the questions into French.
    assert server.get("/questions?lang=fr", "text/plain").text == server.get("/questions", "text/plain").text


def test_an_answer_without_rows_says_so_in_the_reader_s_language(server: Served) -> None:
    in_chinese = server.get("/questions/CQ-53?lang=zh").text
    assert "\n\n没有结果：此处没有任何数据使用 tg:Vote、tg:voter、" in in_chinese
    assert max(cell_len(line) for line in in_chinese.splitlines()) <= 80
    assert "\n\nnothing was found: nothing here uses tg:Vote, tg:voter, " in server.get("/questions/CQ-53?lang=fr").text


def test_the_questions_are_listed(server: Served) -> None:
    listed = server.get("/questions", "text/plain").text
    assert f"{server.address}/questions/CQ-01\n" in listed
    assert "    day: day\n" in listed
    assert all(cell_len(line) <= 100 for line in listed.splitlines())

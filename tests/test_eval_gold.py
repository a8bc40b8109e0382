"""Gold files: what is read, and the one line that says what is wrong with a bad one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kqa.corpus.article import Article, load
from kqa.errors import GoldError
from kqa.eval import gold, locate, parse, records
from kqa.types import Answer, Extract

ROOT = Path(__file__).resolve().parents[1]
QUOTE = "The effect held for 6 months."
GOOD: dict[str, Any] = {
    "id": "q1",
    "question": "How long did it last?",
    "evidence": [{"article": "garcia2020", "quote": QUOTE}],
    "answer": ["6 months"],
    "references": ["garcia2020:2"],
}


def _file(folder: Path, *lines: object, name: str = "gold.jsonl") -> Path:
    path = folder / name
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), "utf-8")
    return path


def test_a_quotation_becomes_a_span(tmp_path: Path, tiny_articles: Mapping[str, Article]) -> None:
    [one] = gold.questions(_file(tmp_path, GOOD), tiny_articles)
    [item] = one.evidence
    assert tiny_articles["garcia2020"].text[item.start : item.end] == item.quote == QUOTE
    assert (one.type, one.answerable, one.groups, one.answers) == ("fact", True, (1,), ("6 months",))


def test_doc_and_refs_are_other_names(tmp_path: Path, tiny_articles: Mapping[str, Article]) -> None:
    other = {k: v for k, v in GOOD.items() if k not in ("evidence", "references")}
    other |= {"evidence": [{"doc": "garcia2020", "quote": QUOTE}], "refs": ["garcia2020:2"]}
    path = _file(tmp_path, other)
    assert gold.questions(path, tiny_articles) == gold.questions(
        _file(tmp_path, GOOD, name="b.jsonl"), tiny_articles
    )


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"id": ""}, "`id` is ''; expected some text"),
        ({"id": "q 1"}, "`id` is 'q 1'; expected no white space"),
        ({"question": None}, "`question` is None"),
        ({"question": "?!"}, "`question` cannot be asked: the question holds no word"),
        ({"answerable": "yes"}, "`answerable` is 'yes'; expected true or false"),
        ({"answerable": False}, "`answerable` is false, yet there is `evidence`"),
        ({"evidence": [], "answerable": True}, "an answerable question needs at least one quotation"),
        ({"evidence": "words"}, "`evidence` is 'words'; expected a list"),
        (
            {"evidence": [{"article": "nobody2000", "quote": "x"}]},
            "article 'nobody2000' is not in the corpus",
        ),
        ({"evidence": [{"quote": "x"}]}, "`article` is missing"),
        ({"evidence": [{"article": "garcia2020"}]}, "`quote` is missing"),
        (
            {"evidence": [{"article": "garcia2020", "quote": "The effect held for 7 months."}]},
            "does not stand in garcia2020: it has 'The effect held for' and then",
        ),
        (
            {"evidence": [{"article": "garcia2020", "quote": "melatonin"}]},
            r"stands \d times in garcia2020; quote more",
        ),
        (
            {"evidence": [{"article": "garcia2020", "quote": QUOTE, "group": 2}]},
            r"groups are \[2\]; expected 1, 2",
        ),
        ({"evidence": [{"article": "garcia2020", "quote": QUOTE, "group": "a"}]}, "`group` is 'a'"),
        (
            {"evidence": [{"article": "garcia2020", "quote": QUOTE, "start": 0, "end": 5}]},
            "is '# Mel', not the quotation",
        ),
        (
            {"evidence": [{"article": "garcia2020", "quote": QUOTE, "start": 5, "end": 4}]},
            "is not a range within",
        ),
        ({"answer": ["7 months"]}, "`answer` '7 months' stands in none of the quotations"),
        ({"answer": 6}, "`answer` is 6; expected a list of texts"),
        ({"references": ["garcia2020:99"]}, "is not in the list of garcia2020, which has 4"),
        ({"references": ["40"]}, "names no article of the corpus; expected KEY:NUMBER"),
    ],
)
def test_a_wrong_field_is_named_with_file_and_line(
    tmp_path: Path, tiny_articles: Mapping[str, Article], change: dict[str, Any], complaint: str
) -> None:
    path = _file(tmp_path, GOOD | {"id": "q0", "question": "Other?"}, GOOD | change)
    with pytest.raises(GoldError, match=rf"gold\.jsonl:2: .*{complaint}"):
        gold.questions(path, tiny_articles)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ((GOOD, GOOD | {"question": "Else?"}), r":2: `id` 'q1' is taken by line 1"),
        (
            (GOOD, GOOD | {"id": "q2", "question": "how long  did it last?"}),
            ":2: the question of line 1 is asked",
        ),
        (("{not json}",), ":1: not JSON"),
        (("[1, 2]",), ":1: .* is no JSON object"),
        ((), ":1: the file is empty"),
        (
            ({"id": "c1", "claim": "x", "label": "not_found", "evidence": []},),
            "'c1' is a claim; expected a file of q",
        ),
    ],
)
def test_a_wrong_file_is_named(
    tmp_path: Path, tiny_articles: Mapping[str, Article], lines: tuple[object, ...], complaint: str
) -> None:
    with pytest.raises(GoldError, match=rf"gold\.jsonl.*{complaint}"):
        gold.questions(_file(tmp_path, *lines), tiny_articles)


def test_files_that_cannot_be_read(tmp_path: Path, tiny_articles: Mapping[str, Article]) -> None:
    with pytest.raises(GoldError, match=r"nothing\.jsonl: there is no such gold file"):
        gold.questions(tmp_path / "nothing.jsonl", tiny_articles)
    with pytest.raises(GoldError, match="is a folder; expected a file"):
        gold.questions(tmp_path, tiny_articles)
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "a"}\n{"id": "caf\xe9"}\n')
    with pytest.raises(GoldError, match=r"latin\.jsonl:2: byte 23 is not UTF-8"):
        gold.questions(tmp_path / "latin.jsonl", tiny_articles)


def test_check_lists_every_wrong_line_and_keeps_the_others(
    tmp_path: Path, tiny_articles: Mapping[str, Article]
) -> None:
    path = _file(tmp_path, "oops", GOOD, GOOD, {"id": "q3"})
    kept, problems = gold.check(path, tiny_articles)
    assert [record.id for record in kept] == ["q1"]
    assert [problem.split(": ")[0].rpartition(":")[2] for problem in problems] == ["1", "3", "4"]
    with pytest.raises(GoldError, match=r":1: not JSON.*\(and 2 more; `kqa eval check"):
        gold.questions(path, tiny_articles)


def test_spans_are_found_again_after_the_text_moved(
    tmp_path: Path, tiny_articles: Mapping[str, Article]
) -> None:
    moved = GOOD | {"evidence": [{"article": "garcia2020", "quote": QUOTE, "start": 1, "end": 9}]}
    turns = {"id": "f1", "turns": [{"question": "a", "standalone": "b", "evidence": moved["evidence"]}]}
    kept, problems = gold.check(_file(tmp_path, moved, turns), tiny_articles, by_quotation=True)
    assert not problems
    gold.write(tmp_path / "out.jsonl", kept)
    assert gold.check(tmp_path / "out.jsonl", tiny_articles) == (kept, ())


def test_a_csv_table_has_a_quotation_a_row(tmp_path: Path, tiny_articles: Mapping[str, Article]) -> None:
    path = _file(
        tmp_path,
        "\ufeffQuestion,Article,Quote,Group",
        f'How long?,garcia2020,"{QUOTE}",1',
        'How long?,okoro2022,"CBT-I needs four to eight visits.",2',
        "What does it cost?,,,",
        name="gold.csv",
    )
    long, cost = gold.questions(path, tiny_articles)
    assert (long.id, long.groups, [e.article for e in long.evidence]) == (
        "row0001",
        (1, 2),
        ["garcia2020", "okoro2022"],
    )
    assert (cost.answerable, cost.evidence, cost.type) == (False, (), "negative")


def test_a_wrong_csv_row_is_named(tmp_path: Path, tiny_articles: Mapping[str, Article]) -> None:
    path = _file(tmp_path, "question,article", "a,b", name="gold.csv")
    with pytest.raises(GoldError, match=r"gold\.csv:1: no column quote"):
        gold.questions(path, tiny_articles)
    path = _file(tmp_path, "question,article,quote", "a,garcia2020,", name="gold.csv")
    with pytest.raises(GoldError, match=r"gold\.csv:2: `quote` is missing"):
        gold.questions(path, tiny_articles)


def test_drafts_wait_once_a_question_and_can_be_dropped(tmp_path: Path) -> None:
    path = tmp_path / "gold" / "pending.jsonl"
    answer = Answer("Why?", False, 0.5, (Extract(1, "a", 0, 4, "Some"),), (), ())
    first = gold.draft(path, answer)
    assert gold.draft(path, answer, comment="wrong study") == first
    [one] = gold.drafts(path)
    assert (one["question"], one["comment"], one["shown"][0]["quote"]) == ("Why?", "wrong study", "Some")
    gold.drop_draft(path, first)
    assert gold.drafts(path) == ()


def test_a_damaged_draft_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"pending\.jsonl:1: no draft"):
        gold.drafts(_file(tmp_path, {"id": 3}, name="pending.jsonl"))


@pytest.mark.parametrize("name", [gold.QUESTIONS, gold.CONVERSATIONS, gold.CLAIMS])
def test_every_span_of_the_shipped_set_is_its_quotation(name: str) -> None:
    articles = {p.name: load(p) for p in sorted((ROOT / "corpus").iterdir()) if p.is_dir()}
    kept, problems = gold.check(ROOT / "eval" / "gold" / name, articles)
    assert problems == ()
    assert len(kept) == {gold.QUESTIONS: 150, gold.CONVERSATIONS: 20, gold.CLAIMS: 60}[name]
    for raw in map(json.loads, (ROOT / "eval" / "gold" / name).read_text("utf-8").splitlines()):
        for item in [e for holder in (raw, *raw.get("turns", [])) for e in holder.get("evidence", [])]:
            held = articles[item["article"]].text[item["start"] : item["end"]]
            assert locate.same(held, item["quote"])


def test_development_questions_are_verbatim_and_none_of_the_gold_ones() -> None:
    articles = {p.name: load(p) for p in sorted((ROOT / "corpus").iterdir()) if p.is_dir()}
    kept, problems = gold.check(ROOT / "eval" / "development" / gold.QUESTIONS, articles)
    assert problems == ()
    assert sum(one.answerable for one in kept) == 200
    judged, _ = gold.check(ROOT / "eval" / "gold" / gold.QUESTIONS, articles)
    asked = {one.question.casefold() for one in judged}
    assert len(kept) == len({one.question.casefold() for one in kept} - asked) == 300


def test_a_record_survives_its_json(tiny_articles: Mapping[str, Article]) -> None:
    one = parse.question(GOOD, tiny_articles)
    assert parse.trusted(records.as_json(one)) == one
    assert parse.question(records.as_json(one), tiny_articles) == one

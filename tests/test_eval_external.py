"""Public sets: what BEIR folders and SQuAD files become, and what is wrong with bad ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kqa.corpus.article import Article, load
from kqa.errors import GoldError
from kqa.eval import beir, external, squad
from kqa.eval.dataset import Places
from kqa.index.passages import split

CORPUS = [
    {"_id": "d1", "title": "Sleep", "text": "Melatonin helps."},
    {"_id": "d2", "title": "", "text": " Light helps too.\nReally. "},
]
QUERIES = [
    {"_id": "1", "text": "What helps?"},
    {"_id": "2", "text": "What costs?"},
    {"_id": "3", "text": "Not judged"},
]


def _article(found: external.External, folder: Path) -> Article:
    return load(external.lay_out(found, folder / "set").article(found.key))


def _beir(
    folder: Path, *, qrels: str = "1\td2\t1\n1\td1\t0\n", labels: str | None = None, **files: Any
) -> Path:
    held = {"corpus.jsonl": CORPUS, "queries.jsonl": QUERIES} | files
    for name, lines in held.items():
        (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
    (folder / "qrels").mkdir(exist_ok=True)
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + qrels)
    if labels is not None:
        (folder / "labels.tsv").write_text("query-id\tanswerable\n" + labels)
    return folder


def test_a_beir_document_is_gold_as_a_whole(tmp_path: Path) -> None:
    found = beir.load(_beir(tmp_path))
    [one] = found.dataset.questions
    assert (one.id, one.answerable, [e.quote for e in one.evidence]) == (
        "1",
        True,
        ["Light helps too. Really."],
    )
    passages = split(_article(found, tmp_path))
    assert [(p.text, p.section, p.locator) for p in passages] == [
        ("Light helps too. Really.", (), "Front matter, para. 1"),
        ("Melatonin helps.", ("Sleep",), "Sleep, para. 1"),
    ]
    assert Places(passages).relevant(found.dataset) == {"1": ("d2",)}
    assert Places(passages).cluster(one, found.dataset) == "d2"


def test_labels_say_what_the_corpus_answers(tmp_path: Path) -> None:
    found = beir.load(_beir(tmp_path, labels="1\t0\n2\t0\n"))
    # Question 1 has a document on its subject, which does not answer it.
    assert [(q.id, q.answerable, len(q.evidence)) for q in found.dataset.questions] == [
        ("1", False, 1),
        ("2", False, 0),
    ]


def test_a_limit_keeps_the_corpus(tmp_path: Path) -> None:
    found = beir.load(_beir(tmp_path, labels="1\t1\n2\t0\n"), limit=1)
    assert [q.id for q in found.dataset.questions] == ["1"]
    assert len(split(_article(found, tmp_path))) == 2


def test_a_document_without_text_is_its_title_and_one_without_either_is_left_out(tmp_path: Path) -> None:
    corpus = [CORPUS[0], {"_id": "d2", "title": "Light", "text": ""}, {"_id": "d3", "title": "", "text": " "}]
    found = beir.load(_beir(tmp_path, qrels="1\td2\t1\n1\td3\t1\n", **{"corpus.jsonl": corpus}))
    assert [item.quote for item in found.dataset.questions[0].evidence] == ["Light"]
    assert {p.text for p in split(_article(found, tmp_path))} == {"Light", "Melatonin helps."}


def test_titles_are_part_of_the_corpus_version(tmp_path: Path) -> None:
    plain = beir.load(_beir(tmp_path)).dataset.corpus
    other = [CORPUS[0] | {"title": "Dreams"}, CORPUS[1]]
    assert beir.load(_beir(tmp_path, **{"corpus.jsonl": other})).dataset.corpus != plain


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"qrels": "1\td9\t1\n"}, r"test\.tsv:2: document 'd9' is not in corpus\.jsonl"),
        ({"qrels": "1\td2\tyes\n"}, r"test\.tsv:2: the score is 'yes'"),
        ({"qrels": "1 d2 1\n"}, r"test\.tsv:2: 1 columns; expected 3"),
        ({"qrels": ""}, "holds no question with a judgement"),
        ({"labels": "2\t1\n"}, r"queries\.jsonl:2: question '2' is labelled answerable, yet no document"),
        ({"labels": "2\tmaybe\n"}, r"labels\.tsv:2: `answerable` is 'maybe'"),
        ({"corpus.jsonl": [CORPUS[0], CORPUS[0]]}, "document 'd1' of .* is there twice"),
        ({"corpus.jsonl": [{"_id": "a b", "text": "x"}]}, r"corpus\.jsonl:1: `_id` is 'a b'"),
        ({"queries.jsonl": [{"_id": "1", "text": "?"}]}, "question '1': `question` cannot be asked"),
        ({"queries.jsonl": [3]}, r"queries\.jsonl:1: .* is no JSON object"),
    ],
)
def test_a_wrong_beir_folder_is_named(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(GoldError, match=complaint):
        beir.load(_beir(tmp_path, **change))


def test_a_folder_without_its_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"corpus\.jsonl cannot be read"):
        beir.load(tmp_path)
    with pytest.raises(GoldError, match="is no folder; expected one in BEIR layout"):
        beir.load(tmp_path / "nothing")


CONTEXT = "Normans came from Denmark, Iceland and Norway."


def _squad(folder: Path, *qas: dict[str, Any]) -> Path:
    path = folder / "dev.json"
    paragraphs = [{"context": "Before.", "qas": []}, {"context": CONTEXT, "qas": list(qas)}]
    path.write_text(
        json.dumps({"version": "v2.0", "data": [{"title": "The_Normans", "paragraphs": paragraphs}]})
    )
    return path


def test_a_squad_answer_is_gold_with_its_own_span(tmp_path: Path) -> None:
    answers = [{"text": "Iceland", "answer_start": CONTEXT.index("Iceland")}] * 2
    found = squad.load(
        _squad(
            tmp_path,
            {"id": "a", "question": "From where?", "answers": answers, "is_impossible": False},
            {"id": "b", "question": "When?", "answers": [], "is_impossible": True},
        )
    )
    asked, impossible = found.dataset.questions
    [item] = asked.evidence
    assert found.text[item.start : item.end] == "Iceland"
    assert asked.answers == ("Iceland",)
    assert (impossible.answerable, impossible.evidence) == (False, ())
    places = Places(split(_article(found, tmp_path)))
    assert places.relevant(found.dataset)["a"] == (places.cluster(asked, found.dataset),)
    assert places.cluster(impossible, found.dataset) == places.cluster(asked, found.dataset)
    assert {passage.section for passage in split(_article(found, tmp_path))} == {("The Normans",)}


@pytest.mark.parametrize(
    ("qa", "complaint"),
    [
        (
            {"id": "a", "question": "?", "answers": [{"text": "Iceland", "answer_start": 3}]},
            r"qas\[0\]: answer 'Iceland' does not stand at 3",
        ),
        ({"id": "a", "question": "?", "answers": []}, "no answer and not `is_impossible`"),
        ({"question": "?"}, "is no SQuAD v2 JSON .*id"),
    ],
)
def test_a_wrong_squad_file_is_named(tmp_path: Path, qa: dict[str, Any], complaint: str) -> None:
    with pytest.raises(GoldError, match=complaint):
        squad.load(_squad(tmp_path, qa))


def test_a_file_that_is_no_squad_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]")
    with pytest.raises(GoldError, match=r"x\.json is no SQuAD v2 JSON"):
        squad.load(tmp_path / "x.json")


LINE = st.text(st.sampled_from("#-1.)| \\nab*_Table:é\n\r\t"), min_size=1, max_size=20)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(LINE, LINE), min_size=1, max_size=5))
def test_every_document_is_one_passage_at_its_place(tmp_path: Path, held: list[tuple[str, str]]) -> None:
    corpus = [{"_id": f"d{n}", "title": title, "text": f"{text} x"} for n, (title, text) in enumerate(held)]
    judged = "".join(f"1\td{n}\t1\n" for n in range(len(held)))
    found = beir.load(_beir(tmp_path, qrels=judged, **{"corpus.jsonl": corpus}))
    passages = split(_article(found, tmp_path))
    assert sorted(found.dataset.number(p) for p in passages) == sorted(one["_id"] for one in corpus)
    for passage in passages:
        raw = corpus[int(found.dataset.number(passage)[1:])]["text"]
        assert passage.text == external.escaped(external.one_line(raw).strip())

"""`kqa ask`, and what else needs the index, from the first question on."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import tiny

from kqa import cli
from kqa.errors import DamagedIndex
from kqa.workspace import Workspace

Capture = pytest.CaptureFixture[str]
DOSE = "Which dose of melatonin shortened the time to fall asleep?"


@pytest.fixture
def here(workspace: Workspace, no_model: object, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The tiny workspace as the current folder, indexed with the fake encoder when first asked."""
    monkeypatch.chdir(workspace.root)
    monkeypatch.setenv("COLUMNS", "80")
    return workspace


@pytest.fixture
def indexed(here: Workspace, capsys: Capture) -> Workspace:
    """The same with its index built and nothing printed yet."""
    assert cli.main(["index"]) == 0
    capsys.readouterr()
    return here


def answers(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def verbatim(answer: dict) -> bool:
    return all(tiny.TEXTS[e["article"]][e["start"] : e["end"]] == e["text"] for e in answer["extracts"])


def test_the_first_question_builds_the_index_and_says_so(here: Workspace, capsys: Capture) -> None:
    assert cli.main(["ask", DOSE]) == 0
    out, err = capsys.readouterr()
    assert "[1] Garcia & Lindqvist 2020, sec. 1.1, para. 1 (garcia2020)" in out
    assert err.startswith(f"kqa: {here.index} holds no index yet; building it\n")
    assert cli.main(["ask", DOSE]) == 0
    assert capsys.readouterr() == (out, "")


def test_a_changed_article_is_indexed_again(indexed: Workspace, capsys: Capture) -> None:
    (indexed.corpus / "lee2021").rename(indexed.root / "elsewhere")
    assert cli.main(["ask", "--json", "Does a lamp help in winter?"]) == 0
    out, err = capsys.readouterr()
    assert "(lee2021 changed); building it" in err
    assert all(hit["article"] != "lee2021" for hit in answers(out)[0]["hits"])


def test_json_is_one_object_on_one_line(indexed: Workspace, capsys: Capture) -> None:
    assert cli.main(["ask", "--json", DOSE]) == 0
    (answer,) = answers(capsys.readouterr().out)
    assert (answer["id"], answer["question"], answer["abstained"]) == (None, DOSE, False)
    assert verbatim(answer)


def test_an_unanswerable_question_is_no_error(indexed: Workspace, capsys: Capture) -> None:
    question = "Quarterly revenue forecasts for offshore drilling?"
    assert cli.main(["ask", question]) == 0
    out = capsys.readouterr().out
    assert out.startswith("The articles do not answer this (confidence 0.")
    assert "Nearest, not an answer:" in out
    assert cli.main(["ask", "--answer-anyway", question]) == 0
    assert "Sources" in capsys.readouterr().out


def test_filters_and_top(indexed: Workspace, capsys: Capture) -> None:
    arguments = [
        "ask",
        "--json",
        "--answer-anyway",
        "--article",
        "garcia2020",
        "--section",
        "children",
        "--top",
        "1",
    ]
    assert cli.main([*arguments, "What was the commonest side effect?"]) == 0
    (answer,) = answers(capsys.readouterr().out)
    assert {hit["section"] for hit in answer["hits"]} == {"1.2. Children"}
    assert len(answer["extracts"]) == 1


BATCH = """\
{"id": "a", "question": "Which dose of melatonin shortened the time to fall asleep?"}

Does light suppress melatonin?
{"id": 7, "question": "???"}
{"id": 8, "question": "Is CBT-I the first choice?"}
"""


def test_a_batch_keeps_its_order_and_names_bad_lines(indexed: Workspace, capsys: Capture) -> None:
    Path("questions.jsonl").write_text(BATCH, encoding="utf-8")
    assert cli.main(["ask", "--json", "--batch", "questions.jsonl"]) == 2
    out, err = capsys.readouterr()
    assert [a["id"] for a in answers(out)] == ["a", None, 8]
    assert all(verbatim(a) for a in answers(out))
    assert err == (
        "kqa: questions.jsonl, line 2: the line is blank: expected a question\n"
        "kqa: questions.jsonl, line 4: the question holds no word: '???'; "
        'try `kqa ask "Does ketamine help people stop drinking?"`\n'
    )


def test_a_batch_says_what_single_questions_say(
    indexed: Workspace, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["ask", "--json", DOSE]) == 0
    single = capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{DOSE}\n{DOSE}\n".encode())))
    assert cli.main(["ask", "--json", "--batch", "-"]) == 0
    assert capsys.readouterr().out == single * 2


def test_a_batch_for_people_repeats_the_questions(indexed: Workspace, capsys: Capture) -> None:
    Path("questions.txt").write_text(f"{DOSE}\nDoes a lamp help?\n", encoding="utf-8")
    assert cli.main(["ask", "--batch", "questions.txt"]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("# ")] == [
        f"# {DOSE}",
        "# Does a lamp help?",
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", "the question is empty"),
        (" \n\t", "the question is empty"),
        ("\x00", "holds no word"),
        ("\u200b\u202e", "holds no word"),
        ("a" * 2**20, "1,048,576 characters long"),
    ],
    ids=["empty", "blank", "nul", "invisible", "megabyte"],
)
def test_a_question_that_cannot_be_asked(
    indexed: Workspace, capsys: Capture, question: str, expected: str
) -> None:
    assert cli.main(["ask", "--json", question]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("kqa: ")
    assert expected in err


@pytest.mark.parametrize(
    "question",
    [
        "mela\x00tonin \x1b[31mdose",
        "\ud800 melatonin \udfff",
        "mela\u200btonin\u200d dose",
        "\u202emelatonin\u202c",
        r".*(?P<x>[a-z]+)\d{2,}$ ^melatonin|(",
        "**melatonin** `dose` [link](http://x) <script>alert(1)</script> | a | b |",
        "Помогает ли мелатонин?",
        "هل يساعد الميلاتونين؟",
        "褪黑激素有效吗？",
        "मेलाटोनिन की खुराक",
        "%s %d {0} ${HOME} $(id) ; rm -rf",
        "--help me",
        "🍷 melatonin 🍷",
        "e\u0301" * 500,
        "word " * 1900,
    ],
    ids=range(15),
)
def test_odd_questions_are_simply_answered(indexed: Workspace, capsys: Capture, question: str) -> None:
    assert cli.main(["ask", "--json", "--", question]) == 0
    out, err = capsys.readouterr()
    (answer,) = answers(out)
    assert verbatim(answer)
    assert err == ""
    assert cli.main(["ask", "--", question]) == 0
    assert not set(capsys.readouterr().out) & set("\x00\x1b\u202e")


def test_an_unknown_article_is_named(indexed: Workspace, capsys: Capture) -> None:
    assert cli.main(["ask", "--article", "nobody1999", DOSE]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "no article has the key 'nobody1999'" in err


@pytest.mark.parametrize("part", ["article.md", "metadata.json", "references.json"])
def test_an_article_without_a_part_is_named(here: Workspace, capsys: Capture, part: str) -> None:
    (here.corpus / "lee2021" / part).unlink()
    assert cli.main(["ask", DOSE]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"lee2021/{part} is missing" in err.splitlines()[-1]
    assert cli.main(["doctor"]) == 1
    assert f"PROBLEM  article lee2021: {here.corpus}/lee2021/{part} is missing" in capsys.readouterr().out


def test_an_empty_corpus_abstains_or_says_so(
    tmp_path: Path, no_model: object, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    (tmp_path / "corpus").mkdir()
    monkeypatch.chdir(tmp_path)
    assert cli.main(["ask", DOSE]) == 0
    assert "No passage comes near; `kqa articles` lists" in capsys.readouterr().out
    assert cli.main(["doctor"]) == 1


def test_any_encoding_of_the_output_will_do(indexed: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert cli.main(["ask", "--json", "--answer-anyway", "latency −9 min?"]) == 0
    (answer,) = answers(raw.getvalue().decode("ascii"))
    assert answer["question"] == "latency −9 min?"
    assert verbatim(answer)


def test_index_says_what_it_holds_and_does_no_work_twice(here: Workspace, capsys: Capture) -> None:
    assert cli.main(["index"]) == 0
    first = capsys.readouterr()
    assert f"{here.index}: " in first.out
    assert "passages of 3 articles in" in first.out
    assert "embedding" in first.err
    assert cli.main(["index"]) == 0
    assert "embedding" not in capsys.readouterr().err
    assert cli.main(["index", "--rebuild"]) == 0
    assert "embedding" in capsys.readouterr().err


def test_doctor_finds_all_well(here: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("kqa.index.store.verify", lambda workspace: None)
    assert cli.main(["doctor"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["ok"] * 4


def test_doctor_finds_a_changed_text_and_a_damaged_index(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def damaged(workspace: Workspace) -> None:
        raise DamagedIndex("index/rows.npy does not match its hash: `kqa index` builds the index anew")

    monkeypatch.setattr("kqa.index.store.verify", damaged)
    text = here.corpus / "lee2021" / "article.md"
    text.write_text(text.read_text().replace("61%", "16%"))
    assert cli.main(["doctor"]) == 1
    problems = [line for line in capsys.readouterr().out.splitlines() if line.startswith("PROBLEM")]
    assert len(problems) == 2
    assert "article lee2021" in problems[0]
    assert "is not the text" in problems[0]
    assert problems[1].endswith("`kqa index` builds the index anew")


@pytest.mark.model
def test_a_process_of_its_own_answers_from_the_reviews_without_torch(shipped: Workspace) -> None:
    code = (
        "import sys; from kqa.cli import main; code = main(sys.argv[1:]);"
        "heavy = {'torch', 'transformers', 'gradio', 'sentence_transformers', 'rank_bm25', 'scipy'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, "ask", "--json", "How was ketamine given to heroin users?"]
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parent.parent)}
    first, second = (
        subprocess.run(command, cwd=shipped.root, env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert first.stdout == second.stdout
    assert first.stderr == "[]\n"
    (answer,) = answers(first.stdout)
    assert answer["extracts"]
    for extract in answer["extracts"]:
        text = (shipped.corpus / extract["article"] / "article.md").read_text(encoding="utf-8")
        assert text[extract["start"] : extract["end"]] == extract["text"]


def test_a_question_may_go_without_quotation_marks(indexed: Workspace, capsys: Capture) -> None:
    assert cli.main(["ask", "--json", *DOSE.split()]) == 0
    assert answers(capsys.readouterr().out)[0]["question"] == DOSE

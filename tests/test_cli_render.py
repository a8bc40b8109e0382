"""An answer as a terminal shows it."""

import pytest

from kqa.commands.render import cells, render
from kqa.corpus.article import Article, Block
from kqa.types import Answer, Citation, Extract, Hit, Passage


def passage(article: Article, locator: str) -> Passage:
    block: Block = next(b for b in article.blocks if b.locator == locator)
    kind = block.kind if block.kind in ("item", "row", "reference") else "paragraph"
    text = article.text[block.start : block.end]
    return Passage(
        article.key, block.start, block.end, text, kind, block.section, locator, block.columns, block.caption
    )


def extract(number: int, of: Passage, text: str, *references: str) -> Extract:
    start = of.start + of.text.index(text)
    return Extract(number, of.article, start, start + len(text), text, references)


@pytest.fixture
def answer(tiny_articles: dict[str, Article]) -> Answer:
    garcia, okoro = tiny_articles["garcia2020"], tiny_articles["okoro2022"]
    dose, row, other = (
        passage(garcia, "sec. 1.1, para. 1"),
        passage(garcia, "Table 1, row 1"),
        passage(okoro, "sec. 1, para. 1"),
    )
    return Answer(
        "How much faster does one fall asleep?",
        False,
        0.9,
        (
            extract(1, dose, dose.text[: dose.text.index(" The effect")], "garcia2020:2"),
            extract(2, other, other.text, "okoro2022:1"),
            extract(3, row, row.text, "garcia2020:2"),
        ),
        (Citation(1, dose), Citation(2, other), Citation(3, row)),
        (),
    )


SHOWN = """\
  “A dose of 2 mg shortened the time to fall asleep by 9 minutes compared with
  placebo (p < 0.05) [2].” [1]

  “In sixty adults melatonin (2 mg) cut the time to fall asleep by nine minutes
  [1].” [2]

  Table 1. Trials of melatonin for sleep.
    Study: Smith 2011 [2]
    Dose: 2 mg
    Participants: 60 adults
    Result: latency −9 min [3]

Sources
[1] Garcia & Lindqvist 2020, sec. 1.1, para. 1 (garcia2020)
    Smith & Jones 2011, J. Sleep Med., as cited in Garcia & Lindqvist 2020
[2] Okoro et al. 2022, sec. 1, para. 1 (okoro2022)
    Smith & Jones 2011, J. Sleep Med., as cited in Okoro et al. 2022,
      https://doi.org/10.5555/latency
[3] Garcia & Lindqvist 2020, Table 1, row 1 (garcia2020)
    Smith & Jones 2011, J. Sleep Med., as cited in Garcia & Lindqvist 2020

Chance that these articles answer this: 90 %
See a place: kqa show garcia2020 "sec. 1.1, para. 1\""""


def test_an_answer_is_quotations_then_sources(answer: Answer, tiny_articles: dict[str, Article]) -> None:
    assert render(answer, tiny_articles.__getitem__, width=80) == SHOWN


def test_colour_changes_no_word(answer: Answer, tiny_articles: dict[str, Article]) -> None:
    paint = "<{1}>{0}</{1}>".format
    painted = render(answer, tiny_articles.__getitem__, width=80, paint=paint)
    assert "<number>[1]</number>" in painted
    for role in ("number", "strong", "quiet"):
        painted = painted.replace(f"<{role}>", "").replace(f"</{role}>", "")
    assert painted == SHOWN


@pytest.mark.parametrize("width", [40, 60, 100])
def test_lines_keep_within_the_width(answer: Answer, tiny_articles: dict[str, Article], width: int) -> None:
    shown = render(answer, tiny_articles.__getitem__, width=width)
    assert all(len(line) <= width or " " not in line.strip() for line in shown.splitlines()[:-1])
    assert " ".join(answer.extracts[0].text.split()) in " ".join(shown.split())


def test_an_abstention_says_so_and_marks_what_is_near(tiny_articles: dict[str, Article]) -> None:
    near = passage(tiny_articles["lee2021"], "sec. 2, para. 1")
    answer = Answer("What does a lamp cost?", True, 0.07, (), (), (Hit(1, 0.4, near),))
    assert render(answer, tiny_articles.__getitem__, width=80) == (
        "The articles do not answer this (confidence 0.07).\n"
        "\n"
        "Nearest, not an answer:\n"
        "  - Lee 2021, sec. 2, para. 1 (lee2021)\n"
        "    “Light therapy lifted mood in 61% of patients within two weeks, against 32%\n"
        "    with a dim lamp [2].”"
    )


def test_an_abstention_with_nothing_near(tiny_articles: dict[str, Article]) -> None:
    answer = Answer("?", True, 0.0, (), (), ())
    assert "No passage comes near" in render(answer, tiny_articles.__getitem__, width=80)


def test_an_article_cannot_steer_the_terminal(tiny_articles: dict[str, Article]) -> None:
    text = "Harmless\x1b]0;title\x07 words\u202e here."
    hostile = Passage("lee2021", 0, len(text), text, "paragraph", (), "para. 1")
    answer = Answer(
        "?", False, 1.0, (Extract(1, "lee2021", 0, len(text), text),), (Citation(1, hostile),), ()
    )
    shown = render(answer, tiny_articles.__getitem__, width=80)
    assert "Harmless ]0;title  words  here." in shown
    assert not set(shown) & set("\x1b\x07\u202e")


def test_cells_keep_escaped_pipes() -> None:
    assert cells(r"a | b \| c |  | d") == ("a", r"b \| c", "", "d")

"""Words of a question that the corpus does not know."""

import re

import numpy as np
import pytest
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kqa.answer import reader, strangers, weights
from kqa.index import store
from kqa.index.late import Tokens
from kqa.index.search import search
from kqa.index.store import Index
from kqa.workspace import Workspace

LIKE, UNLIKE = strangers.UNLIKE + 0.01, strangers.UNLIKE - 0.01


def spelt(question: str, *, technical: tuple[str, ...] = ()) -> Tokens:
    """Tokens of a question; the technical words are spelt in pieces of four letters."""
    spans = []
    for word in re.finditer(r"\w+|[^\w\s]", question):
        width = 4 if word[0] in technical else len(word[0])
        spans += [(at, min(at + width, word.end())) for at in range(word.start(), word.end(), width)]
    return Tokens(np.zeros((len(spans), 4), np.float32), np.array(spans, np.int32).reshape(-1, 2))


def credit(asked: Tokens, question: str, unlike: str) -> NDArray[np.float32]:
    """Two sentences read that have everything but one word."""
    wide = np.full((2, len(asked.spans)), LIKE, np.float32)
    start = question.index(unlike)
    inside = (asked.spans[:, 0] >= start) & (asked.spans[:, 1] <= start + len(unlike))
    wide[:, inside] = UNLIKE
    return wide


def strange(index: Index, question: str, word: str, *, technical: bool = True, like: bool = False) -> int:
    asked = spelt(question, technical=(word,) if technical else ())
    wide = credit(asked, question, word)
    return strangers.count(index, question, asked, np.full_like(wide, LIKE) if like else wide)


def test_a_technical_word_that_nothing_is_like_is_strange(tiny_index: Index) -> None:
    assert strange(tiny_index, "Does zolgramivir help sleep?", "zolgramivir") == 1


def test_a_misspelt_word_is_like_the_right_one_and_not_strange(tiny_index: Index) -> None:
    assert strange(tiny_index, "Does melatonnin help sleep?", "melatonnin", like=True) == 0


def test_a_technical_word_of_the_corpus_is_not_strange_in_whatever_form(tiny_index: Index) -> None:
    for word in ("melatonin", "Melatonin", "MELATONIN", "hormones"):
        assert strange(tiny_index, f"Does {word} cost much?", word) == 0


def test_a_word_that_the_encoder_knows_whole_is_not_strange(tiny_index: Index) -> None:
    assert strange(tiny_index, "Does yoghurt help sleep?", "yoghurt", technical=False) == 0


@pytest.mark.parametrize("word", ["12345678", "mg", "of"])
def test_figures_and_short_words_are_not_strange(tiny_index: Index, word: str) -> None:
    asked = Tokens(np.zeros((2, 4), np.float32), np.array([[0, 1], [1, len(word)]], np.int32))
    assert strangers.count(tiny_index, word, asked, np.full((1, 2), UNLIKE, np.float32)) == 0


def test_one_sentence_that_is_like_the_word_is_enough(tiny_index: Index) -> None:
    question = "Does zolgramivir help?"
    asked = spelt(question, technical=("zolgramivir",))
    wide = credit(asked, question, "zolgramivir")
    wide[1] = LIKE
    assert strangers.count(tiny_index, question, asked, wide) == 0


def test_a_synonym_that_the_corpus_has_makes_a_word_known(workspace: Workspace) -> None:
    rules = "agrypnia, insomnia\nzolgramivir => nothing known\nasleeplessness => time to fall asleep\n"
    (workspace.root / "synonyms.txt").write_text(rules, encoding="utf-8")
    index = store.build_or_update(workspace, encoder=FakeEncoder())
    question = "Is agrypnia, asleeplessness, zolgramivir or parasomniac talk common?"
    assert strange(index, question, "agrypnia") == 0
    assert strange(index, question, "asleeplessness") == 0
    assert strange(index, question, "zolgramivir") == 1
    assert strange(index, question, "parasomniac") == 1


@given(st.permutations(["zolgramivir", "melatonin", "quuxitide", "sleep", "help"]), st.integers(1, 3))
def test_each_strange_word_counts_once_wherever_it_stands(
    tiny_index: Index, words: list[str], sentences: int
) -> None:
    question = " ".join(words) + "?"
    asked = spelt(question, technical=tuple(words))
    nothing = np.full((sentences, len(asked.spans)), UNLIKE, np.float32)
    assert strangers.count(tiny_index, question, asked, nothing) == 2


@pytest.mark.model
def test_with_the_real_encoder_an_unknown_drug_is_strange_and_a_slip_of_the_keys_is_not(
    shipped: Workspace,
) -> None:
    index = store.open_index(shipped)
    for question, expected in [
        ("Does zolgramivir reduce craving?", 1),
        ("Does ketamine reduce craving?", 0),
        ("Does ketamne reduce craving?", 0),
    ]:
        hits = search(index, question, limit=20)
        evidence = reader.gather(index, question, hits, weights.load())
        assert evidence is not None
        assert evidence.strangers == expected


@pytest.mark.parametrize(
    "name", ["varenicline", "tocilizumab", "ibogaine", "metformin", "semaglutide", "lamotrigines"]
)
def test_a_drug_that_the_corpus_never_mentions_is_told_by_its_name(tiny_index: Index, name: str) -> None:
    question = f"Does {name} help sleep?"
    assert strangers.drugs(tiny_index, question, spelt(question, technical=(name,))) == 1


@pytest.mark.parametrize("word", ["melatonin", "melatonine", "nightfall", "drowsiest", "decline"])
def test_other_words_name_none(tiny_index: Index, word: str) -> None:
    question = f"Does {word} help sleep?"
    technical = () if word == "decline" else (word,)
    assert strangers.drugs(tiny_index, question, spelt(question, technical=technical)) == 0


def test_a_drug_that_a_synonym_leads_to_is_known(workspace: Workspace) -> None:
    (workspace.root / "synonyms.txt").write_text("circadine => melatonin\n", encoding="utf-8")
    index = store.build_or_update(workspace, encoder=FakeEncoder())
    question = "Does circadine help sleep?"
    assert strangers.drugs(index, question, spelt(question, technical=("circadine",))) == 0

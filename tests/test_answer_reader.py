"""The reader: which sentences answer, in which order, and whether the corpus does."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tiny
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st

from kqa.answer import expectation, leaning, likeness, reader, traits
from kqa.answer.likeness import Shares, Surroundings
from kqa.answer.reader import Evidence, read
from kqa.answer.reading import Reading
from kqa.index import late, store
from kqa.index.late import Tokens
from kqa.index.search import search
from kqa.index.store import Index
from kqa.types import Hit
from kqa.workspace import Workspace

QUESTION = "Which dose of melatonin shortened the time to fall asleep?"
QUESTIONS = [
    QUESTION,
    "How many shift workers slept longer?",
    "Who wrote of lamps in winter?",
    "Why is CBT-I the first choice?",
    "Quarterly revenue of offshore drilling?",
]


@pytest.fixture(scope="module")
def lean_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The tiny index as a very large one is: without token vectors."""
    root = tiny.write(tmp_path_factory.mktemp("lean"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(late, "KEPT_UP_TO", 0)
        index = store.build_or_update(Workspace(root), encoder=FakeEncoder())
    assert not index.contents.has_tokens
    return index


def found(index: Index, rows: list[int]) -> list[Hit]:
    """The passages of some rows as a search would give them."""
    return [Hit(n, 1.0 / n, index.passages[row]) for n, row in enumerate(rows, start=1)]


def scores(reading: Reading) -> dict[tuple[str, int], float]:
    """The score of every sentence read, by where it stands."""
    return {(s.passage.article, s.sentence.start): s.score for s in reading.sentences}


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_scores_every_sentence_of_the_hits_best_first(tiny_index: Index, question: str) -> None:
    hits = search(tiny_index, question, limit=8)
    reading = read(tiny_index, question, hits)
    ranked = [s.score for s in reading.sentences]
    assert ranked == sorted(ranked, reverse=True)
    expected = [(h.passage.article, s.start) for h in hits for s in tiny_index.sentences(h.passage)]
    assert sorted(scores(reading)) == sorted(expected)
    assert len(reading.sentences) == len(expected)


rows = st.lists(st.integers(0, 22), min_size=1, max_size=23, unique=True)


@given(st.sampled_from(QUESTIONS) | st.text(max_size=20), rows)
def test_every_hit_is_kept_once_and_every_sentence_stands_in_its_article(
    tiny_index: Index, lean_index: Index, question: str, drawn: list[int]
) -> None:
    for index in (tiny_index, lean_index):
        hits = found(index, [row % len(index.passages) for row in drawn])
        hits = list({hit.passage: hit for hit in hits}.values())
        hits = [replace(hit, rank=n) for n, hit in enumerate(hits, start=1)]
        reading = read(index, question, hits)
        kept = [(h.passage.article, h.passage.start) for h in reading.hits]
        assert sorted(kept) == sorted((h.passage.article, h.passage.start) for h in hits)
        assert [h.rank for h in reading.hits] == list(range(1, len(hits) + 1))
        given_scores = [h.score for h in reading.hits]
        assert given_scores == sorted(given_scores, reverse=True)
        assert 0.0 <= reading.confidence <= 1.0
        for one in reading.sentences:
            sentence, text = one.sentence, index.text(one.passage.article)
            assert text[sentence.start : sentence.end] == sentence.text
            assert one.passage.start <= sentence.start < sentence.end <= one.passage.end


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_is_read_the_same_in_whatever_order_the_hits_come(
    tiny_index: Index, question: str
) -> None:
    hits = search(tiny_index, question, limit=10)
    first = read(tiny_index, question, hits)
    assert read(tiny_index, question, hits) == first
    assert read(tiny_index, question, hits[::-1]) == first


def test_sentences_that_are_equally_good_stand_in_the_order_of_their_passages(workspace: Workspace) -> None:
    same = "Valerian tea did nothing at all for anybody there."
    path = workspace.corpus / "lee2021" / "article.md"
    _rewrite(path, f"# New\n\n## 1. Only\n\n{same}\n\n{same}\n\n{same}\n\n{same}\n")
    index = store.build_or_update(workspace, encoder=FakeEncoder())
    hits = [Hit(n, 0.5, index.passages[row]) for n, row in enumerate(reversed(index.rows("lee2021")), 1)]
    reading = read(index, "What did valerian tea do?", hits)
    assert len(hits) == 4
    assert len(set(scores(reading).values())) == 1
    starts = [s.sentence.start for s in reading.sentences]
    assert starts == sorted(starts)
    assert [h.passage.start for h in reading.hits] == starts


class TurnedEncoder(FakeEncoder):
    """Gives the words of the fake encoder vectors of many components, which int8 rounds."""

    turn = np.linalg.qr(np.random.default_rng(5).normal(size=(384, 384)))[0].astype(np.float32)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        return [Tokens(one.vectors @ self.turn, one.spans) for one in super().tokens(texts)]


@pytest.fixture(scope="module")
def rounded_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The tiny index with words that int8 rounds."""
    root = tiny.write(tmp_path_factory.mktemp("rounded"))
    return store.build_or_update(Workspace(root), encoder=TurnedEncoder())


def made_to_read(index: Index, question: str, limit: int) -> tuple[Reading, Reading]:
    """A reading with the token vectors that are kept, and one with those made now."""
    hits = search(index, question, limit=limit)
    kept = read(index, question, hits)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "tokens", lambda passages: late.read(passages, index.encoder.tokens))
        return kept, read(index, question, hits)


def ranked_alike(kept: Reading, made: Reading, within: float) -> bool:
    """Whether two readings score alike, and order alike all sentences whose scores are not as good as one."""
    assert kept.sentences
    assert scores(kept) == pytest.approx(scores(made), abs=within)
    others = scores(made)
    order = [others[place] for place in scores(kept)]
    return all(one > other - 2 * within for n, one in enumerate(order) for other in order[n:])


@pytest.mark.parametrize(
    "question",
    ["Melatonin shortened the time to fall asleep?", "Shift workers slept longer?", "Lamp in the morning?"],
)
def test_kept_words_rank_as_those_made_to_read(rounded_index: Index, question: str) -> None:
    kept, made = made_to_read(rounded_index, question, 10)
    assert scores(kept) != scores(made)
    assert ranked_alike(kept, made, 0.3)
    assert made.confidence == pytest.approx(kept.confidence, abs=0.01)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_index_without_kept_words_reads_as_one_with_them(
    tiny_index: Index, lean_index: Index, question: str
) -> None:
    hits = search(lean_index, question, limit=reader.READ_WITHOUT_TOKENS)
    lean = read(lean_index, question, hits)
    _, made = made_to_read(tiny_index, question, reader.READ_WITHOUT_TOKENS)
    assert scores(lean) == pytest.approx(scores(made))
    assert [hit.passage for hit in lean.hits] == [hit.passage for hit in made.hits]


@pytest.mark.model
@pytest.mark.parametrize(
    "question", ["What helps against craving for cocaine?", "How much ketamine was infused?"]
)
def test_real_words_that_are_kept_rank_as_those_made_to_read(shipped: Workspace, question: str) -> None:
    kept, made = made_to_read(store.open_index(shipped), question, 8)
    assert ranked_alike(kept, made, 0.3)
    assert kept.sentences[0].sentence == made.sentences[0].sentence


def test_without_kept_words_the_first_passages_are_read_and_the_others_stand_behind(
    lean_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "READ_WITHOUT_TOKENS", 3)
    hits = search(lean_index, QUESTION, limit=8)
    reading = read(lean_index, QUESTION, hits)
    first = {hit.passage for hit in hits[:3]}
    assert {s.passage for s in reading.sentences} == first
    assert {hit.passage for hit in reading.hits[:3]} == first
    assert [hit.passage for hit in reading.hits[3:]] == [hit.passage for hit in hits[3:]]


def test_nothing_found_is_nothing_answered(tiny_index: Index) -> None:
    assert read(tiny_index, QUESTION, ()) == Reading((), (), 0.0, answerable=False)


@pytest.mark.parametrize("question", ["?!", "…", "—", ""])
def test_a_question_without_words_is_answered_by_nothing(tiny_index: Index, question: str) -> None:
    hits = search(tiny_index, QUESTION, limit=4)
    assert read(tiny_index, question, hits) == Reading((), tuple(hits), 0.0, answerable=False)


def test_a_table_row_can_answer(tiny_index: Index) -> None:
    question = "How many children did Tanaka treat with 5 mg/day?"
    reading = read(tiny_index, question, search(tiny_index, question, limit=10))
    assert "Tanaka 2018 [4]" in reading.sentences[0].sentence.text


def test_a_sentence_is_helped_by_the_study_that_it_cites(tiny_index: Index) -> None:
    without, with_author = (
        scores(read(tiny_index, question, _all(tiny_index)))
        for question in ("What did light therapy lift?", "What did light therapy of Ivanova lift?")
    )
    places = {s: tiny.LEE.index(s) for s in ("Light therapy lifted mood", "Eye strain was reported")}
    lifted, strain = (("lee2021", places[start]) for start in places)
    assert with_author[lifted] - with_author[strain] > without[lifted] - without[strain]


def credit(index: Index, word: str, start: str, **shares: float) -> list[float]:
    """Credit of a one-word question for each sentence of the passage that begins so, with the shares named."""
    (passage,) = (p for p in index.passages if p.text.startswith(start))
    learnt = replace(reader.weights.load(), shares=Shares(**(dict.fromkeys(Shares.__slots__, 0.0) | shares)))
    evidence = reader.gather(index, word, [Hit(1, 1.0, passage)], learnt)
    assert evidence is not None
    return evidence.credit[:, 0].tolist()


DOSE = "A dose of 2 mg"


def test_a_word_counts_by_where_it_stands(tiny_index: Index) -> None:
    assert credit(tiny_index, "placebo", DOSE) == pytest.approx([1.0, 0.0, 0.0], abs=0.01)
    assert credit(tiny_index, "placebo", DOSE, before=0.6) == pytest.approx([1.0, 0.6, 0.0], abs=0.01)
    assert credit(tiny_index, "placebo", DOSE, passage=0.6) == pytest.approx([1.0, 0.6, 0.6], abs=0.01)
    assert credit(tiny_index, "adults", DOSE) == pytest.approx([0.0] * 3, abs=0.01)
    assert credit(tiny_index, "adults", DOSE, heading=0.6) == pytest.approx([0.6] * 3, abs=0.01)
    assert credit(tiny_index, "participants", "Smith 2011", heading=0.6) == pytest.approx([0.6], abs=0.01)


def test_works_cited_many_at_once_lend_no_words(tiny_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    group = "In a cross-over trial"
    assert max(credit(tiny_index, "Tanaka", group, cited=0.6)) == pytest.approx(0.6, abs=0.01)
    monkeypatch.setattr(leaning, "MOST_CITED", 1)
    assert max(credit(tiny_index, "Tanaka", group, cited=0.6)) == pytest.approx(0.0, abs=0.01)


def test_the_front_page_lends_its_words_to_every_sentence(workspace: Workspace) -> None:
    path = workspace.corpus / "garcia2020" / "article.md"
    _rewrite(path, tiny.GARCIA.replace("## Abstract", "Institute of Rest, Coimbra\n\n## Abstract", 1))
    index = store.build_or_update(workspace, encoder=FakeEncoder())
    assert credit(index, "Coimbra", DOSE, article=0.6) == pytest.approx([0.6] * 3, abs=0.01)


def test_an_entry_of_a_reference_list_leans_on_no_entry(tiny_index: Index) -> None:
    assert credit(tiny_index, "pineal", "Brown, A.", cited=0.6) == pytest.approx([1.0], abs=0.01)
    assert credit(tiny_index, "melatonin", "Brown, A.", cited=0.6) == pytest.approx([0.0], abs=0.01)


def test_confidence_decides_at_the_threshold(tiny_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    learnt = reader.weights.load()
    hits = search(tiny_index, QUESTION, limit=5)
    confidence = read(tiny_index, QUESTION, hits).confidence
    for threshold, answerable in ((confidence, True), (np.nextafter(confidence, 1.0), False)):
        changed = replace(learnt, threshold=float(threshold))
        monkeypatch.setattr(reader.weights, "load", lambda changed=changed: changed)
        assert read(tiny_index, QUESTION, hits).answerable is answerable


def _all(index: Index) -> list[Hit]:
    return [Hit(n, 0.5, passage) for n, passage in enumerate(index.passages, 1)]


def _rewrite(path: Path, text: str) -> None:
    """Replace an article's text, with the hash that its metadata records."""
    import hashlib
    import json

    path.write_text(text, encoding="utf-8")
    record = path.with_name("metadata.json")
    metadata = json.loads(record.read_text(encoding="utf-8"))
    metadata["custom"]["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    record.write_text(json.dumps(metadata), encoding="utf-8")


def _gathered(credit: list[list[float]], passages: list[int], retrieval: Sequence[float] = ()) -> Evidence:
    """Evidence of words that matter equally, of sentences that differ in nothing else."""
    rows, words = len(credit), len(credit[0])
    nothing = np.zeros(rows, np.float32)
    return Evidence(
        sentences=(),
        passages=np.array(passages),
        asked=np.zeros((words, 8), np.float32),
        around=Surroundings(*[np.array(credit, np.float32)] * 6),
        words=np.full(words, 1 / words, np.float32),
        credit=np.array(credit, np.float32),
        alone=nothing,
        retrieval=np.array(retrieval or nothing, np.float32),
        met=np.zeros((rows, len(expectation.PAIRS)), np.float32),
        figures=nothing,
        traits=np.zeros((rows, len(traits.TRAITS)), np.float32),
        missing=nothing,
        contrary=nothing,
        strangers=0,
        drugs=0,
        telling=(),
    )


def test_of_equal_sentences_that_comes_first_which_the_search_placed_higher() -> None:
    learnt = reader.weights.load()
    lower, higher = reader.scores(_gathered([[1, 0], [1, 0]], [0, 1], [0.2, 0.7]), learnt)
    assert higher - lower == pytest.approx(learnt.retrieval * 0.5, abs=1e-4)


def test_of_equal_credit_that_comes_first_which_lacks_no_word() -> None:
    learnt = reader.weights.load()
    evidence = _gathered([[1, 0], [0.5, 0.5]], [0, 1])
    lacking, even = reader.scores(evidence, learnt)
    least = likeness.least(evidence.credit)
    assert even - lacking == pytest.approx(learnt.least * (least[1] - least[0]), abs=1e-4)
    assert even > lacking


def test_of_equally_good_passages_that_comes_first_whose_sentences_hold_more_together() -> None:
    evidence = _gathered([[1, 0], [1, 0], [0, 1]], [0, 1, 1])
    ranked = reader.passage_scores(evidence, np.array([3.0, 3.0, 0.0], np.float32), 2)
    assert ranked[1] - ranked[0] == pytest.approx(reader.WHOLE / 2)


def test_a_passage_is_as_good_as_its_best_sentence_and_one_without_any_is_last() -> None:
    evidence = _gathered([[1, 0], [1, 0], [1, 0]], [0, 0, 2])
    ranked = reader.passage_scores(evidence, np.array([1.0, 4.0, 2.5], np.float32), 4)
    assert ranked[0] - ranked[2] == pytest.approx(1.5)
    assert ranked[1] == ranked[3] == -np.inf


def test_of_equally_good_passages_that_comes_first_which_the_search_placed_higher() -> None:
    evidence = _gathered([[1, 0], [1, 0]], [0, 1], [0.2, 0.7])
    ranked = reader.passage_scores(evidence, np.ones(2, np.float32), 2)
    assert ranked[1] - ranked[0] == pytest.approx(reader.PLACE * (0.7**2 - 0.2**2))

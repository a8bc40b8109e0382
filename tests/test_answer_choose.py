"""Which sentences are shown."""

from hypothesis import given
from hypothesis import strategies as st

from kqa.answer.choose import choose
from kqa.answer.reading import ScoredSentence
from kqa.types import Passage, Sentence


def scored(score: float, article: str = "a", start: int = 0) -> ScoredSentence:
    passage = Passage(article, start, start + 5, "Words", "paragraph", (), f"para. {start}")
    return ScoredSentence(score, Sentence(start, start + 5, "Words"), passage)


def alike(_: ScoredSentence, __: ScoredSentence) -> float:
    return 1.0


def unlike(_: ScoredSentence, __: ScoredSentence) -> float:
    return 0.0


def test_one_clear_answer_stands_alone() -> None:
    best = scored(9.0)
    assert choose([best, scored(5.0, start=10), scored(4.0, "b")], limit=3, alike=alike) == (best,)


def test_both_articles_are_quoted_where_both_say_the_same() -> None:
    best, second, other = scored(9.0), scored(8.9, start=10), scored(8.0, "b")
    assert choose([best, second, other], limit=2, alike=alike) == (best, other)
    assert choose([best, second, other], limit=2, alike=unlike) == (best, second)


def test_of_another_article_the_sentence_most_like_the_best_is_taken() -> None:
    best, nearer, liker = scored(9.0), scored(8.5, "b"), scored(8.0, "b", 10)

    def likeness(_: ScoredSentence, other: ScoredSentence) -> float:
        return 0.9 if other == liker else 0.5

    assert choose([best, nearer, liker], limit=3, alike=likeness) == (best, liker)


def test_nothing_scored_is_nothing_chosen() -> None:
    assert choose([], limit=3, alike=alike) == ()


@given(
    st.lists(st.tuples(st.floats(-9, 9), st.sampled_from("abc")), min_size=1, max_size=12),
    st.integers(1, 12),
    st.sampled_from([alike, unlike]),
)
def test_the_best_is_always_first_nothing_comes_twice_and_the_limit_holds(drawn, limit, likeness) -> None:
    ranked = sorted(
        (scored(score, key, 10 * i) for i, (score, key) in enumerate(drawn)), key=lambda s: -s.score
    )
    chosen = choose(ranked, limit=limit, alike=likeness)
    assert chosen[0] == ranked[0]
    assert len(chosen) == len(set(chosen)) <= limit
    assert set(chosen) <= set(ranked)
    if likeness is unlike:
        assert {s.passage.article for s in chosen} == {ranked[0].passage.article}

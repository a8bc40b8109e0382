"""Which sentences are shown."""

from hypothesis import given
from hypothesis import strategies as st

from kqa.answer.choose import choose
from kqa.answer.reading import ScoredSentence
from kqa.types import Passage, Sentence


def scored(score: float, article: str = "a", start: int = 0) -> ScoredSentence:
    passage = Passage(article, start, start + 5, "Words", "paragraph", (), f"para. {start}")
    return ScoredSentence(score, Sentence(start, start + 5, "Words"), passage)


def test_one_clear_answer_stands_alone() -> None:
    best = scored(0.9)
    assert choose([best, scored(0.5, start=10), scored(0.4, "b")], limit=3) == (best,)


def test_both_articles_are_quoted_where_both_answer() -> None:
    best, second, other = scored(0.9), scored(0.89, start=10), scored(0.8, "b")
    assert choose([best, second, other], limit=2) == (best, other)


def test_nothing_scored_is_nothing_chosen() -> None:
    assert choose([], limit=3) == ()


@given(
    st.lists(st.tuples(st.floats(0.01, 1), st.sampled_from("abc")), min_size=1, max_size=12),
    st.integers(1, 12),
)
def test_the_best_is_always_first_and_the_limit_holds(drawn: list[tuple[float, str]], limit: int) -> None:
    ranked = sorted(
        (scored(score, article, 10 * i) for i, (score, article) in enumerate(drawn)), key=lambda s: -s.score
    )
    chosen = choose(ranked, limit=limit)
    assert chosen[0] == ranked[0]
    assert len(chosen) <= limit
    assert list(chosen) == [s for s in ranked if s in chosen]

"""Which sentences are shown."""

from hypothesis import given
from hypothesis import strategies as st

from kqa.answer.choose import choose
from kqa.answer.reading import ScoredSentence
from kqa.types import Passage, Sentence


def scored(score: float, article: str = "a", start: int = 0) -> ScoredSentence:
    passage = Passage(article, start, start + 5, "Words", "paragraph", (), f"para. {start}")
    return ScoredSentence(score, Sentence(start, start + 5, "Words"), passage)


class Related:
    """Relations with one likeness for all, and with the sentences of one study."""

    def __init__(self, likeness: float, *study: ScoredSentence) -> None:
        self.likeness, self.study = likeness, study

    def alike(self, one: ScoredSentence, other: ScoredSentence) -> float:
        return self.likeness

    def same_study(self, one: ScoredSentence, other: ScoredSentence) -> bool:
        return {one, other} <= set(self.study)


ALIKE, UNLIKE = Related(1.0), Related(0.0)


def test_one_clear_answer_stands_alone() -> None:
    best = scored(9.0)
    assert choose([best, scored(5.0, start=10), scored(4.0, "b")], limit=3, relations=ALIKE) == (best,)


def test_both_articles_are_quoted_where_both_say_the_same() -> None:
    best, second, other = scored(9.0), scored(8.9, start=10), scored(8.0, "b")
    assert choose([best, second, other], limit=2, relations=ALIKE) == (best, other)
    assert choose([best, second, other], limit=2, relations=UNLIKE) == (best, second)


def test_a_fourth_is_shown_only_for_an_article_that_would_be_left_out() -> None:
    near = [scored(9.0 - n / 10, start=10 * n) for n in range(5)]
    other = scored(8.2, "b")
    assert choose([*near, other], limit=4, relations=ALIKE) == (*near[:3], other)
    assert choose([*near, other], limit=3, relations=ALIKE) == (*near[:2], other)
    assert choose([*near, other], limit=4, relations=UNLIKE) == tuple(near[:3])


def test_another_article_on_the_same_study_is_quoted_though_worded_otherwise() -> None:
    best, unrelated, same, far = scored(9.0), scored(8.8, "b"), scored(7.0, "b", 10), scored(2.5, "c")
    related = Related(0.1, best, same, far)
    assert choose([best, unrelated, same, far], limit=3, relations=related) == (best, same)


def test_of_another_article_the_sentence_most_like_the_best_is_taken() -> None:
    best, nearer, liker = scored(9.0), scored(8.5, "b"), scored(8.0, "b", 10)

    class Liker(Related):
        def alike(self, one: ScoredSentence, other: ScoredSentence) -> float:
            return 1.0 if other == liker else 0.7

    assert choose([best, nearer, liker], limit=3, relations=Liker(0.7)) == (best, liker)


def test_nothing_scored_is_nothing_chosen() -> None:
    assert choose([], limit=3, relations=ALIKE) == ()


@given(
    st.lists(st.tuples(st.floats(-9, 9), st.sampled_from("abc")), min_size=1, max_size=12),
    st.integers(1, 12),
    st.sampled_from([ALIKE, UNLIKE]),
)
def test_the_best_is_always_first_nothing_comes_twice_and_the_limit_holds(drawn, limit, relations) -> None:
    ranked = sorted(
        (scored(score, key, 10 * i) for i, (score, key) in enumerate(drawn)), key=lambda s: -s.score
    )
    chosen = choose(ranked, limit=limit, relations=relations)
    assert chosen[0] == ranked[0]
    assert len(chosen) == len(set(chosen)) <= limit
    assert set(chosen) <= set(ranked)

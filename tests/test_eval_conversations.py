"""Follow-ups: three ways of asking, first turns left out, means clustered by conversation."""

from __future__ import annotations

from collections.abc import Mapping

from kqa.corpus.article import Article
from kqa.eval import conversations, parse, tables
from kqa.index.store import Index

RAW = {
    "id": "f1",
    "turns": [
        {
            "question": "Does light therapy lift mood?",
            "standalone": "Does light therapy lift mood?",
            "evidence": [{"article": "lee2021", "quote": "Light therapy lifted mood in 61% of patients"}],
        },
        {
            "question": "and side effects?",
            "standalone": "Was eye strain reported by patients after light therapy with a lamp?",
            "evidence": [{"article": "lee2021", "quote": "Eye strain was reported by some patients."}],
        },
    ],
}


def test_each_follow_up_is_asked_in_three_ways(
    tiny_index: Index, tiny_articles: Mapping[str, Article]
) -> None:
    found = conversations.evaluate(tiny_index, [parse.conversation(RAW, tiny_articles)])
    assert [(one.id, one.way) for one in found.asked] == [("f1.2", way) for way in conversations.WAYS]
    assert found.asked[0].text == "and side effects?"
    assert found.asked[2].scores["passage hit@1"] == 1
    assert found.means["by hand"]["passage hit@5"].count == 1
    assert conversations.as_json(found)["means"]["by hand"]["passage hit@1"]["value"] == 1
    assert "1 follow-up turns" in tables.followup_tables(found)

"""The first screen: what the corpus holds, what kqa is not, and questions to begin with."""

from __future__ import annotations

from kqa.answer import names
from kqa.chat.markup import Html, join, link, tag
from kqa.chat.turns import Shelf, voice
from kqa.corpus.article import Article

EXAMPLES = (
    "Does ketamine help people stop drinking?",
    "What dose of ketamine was used for cocaine use disorder?",
    "How long did high-dose ketamine keep heroin users abstinent?",
    "Which trial gave ketamine to smokers?",
    "Is injecting ketamine into the muscle safe?",
)
"""Asked in the tests too: each is answered by the shipped reviews."""
EXAMPLES_OF = frozenset({"thomas2025", "ibeneme2024"})


def welcome(shelf: Shelf) -> Html:
    """Shown until the first question is asked."""
    return tag(
        "section",
        tag("h2", f"Ask {_count(shelf)}; get the answer in the authors' own words"),
        tag(
            "p",
            "Every answer is quoted word for word and numbered. Choose a number to see where it stands. "
            "When the articles do not answer, kqa says so.",
        ),
        articles(shelf),
        _examples(shelf),
        tag(
            "p",
            tag("strong", "Not medical advice. "),
            "kqa finds and quotes what review articles say. It does not judge whether they are right, "
            "and it cannot tell what is right for a person: ask a doctor or pharmacist.",
            class_="advice",
        ),
        class_="welcome",
        aria_label="Welcome",
    )


def articles(shelf: Shelf) -> Html:
    """A card for every article: who, what, how much is in it, and its DOI."""
    cards = (tag("li", _card(article), class_=voice(shelf, key)) for key, article in sorted(shelf.items()))
    return tag("ul", *cards, class_="shelf")


def examples(shelf: Shelf) -> tuple[str, ...]:
    """Questions to begin with: made for the two shipped reviews, so none where neither is there."""
    return EXAMPLES if EXAMPLES_OF & set(shelf) else ()


def _examples(shelf: Shelf) -> Html | None:
    buttons = [
        tag(
            "li",
            tag(
                "button",
                question,
                type="button",
                class_="example",
                data_act="example",
                data_question=question,
            ),
        )
        for question in examples(shelf)
    ]
    return join(tag("h3", "For example"), tag("ul", *buttons, class_="examples")) if buttons else None


def _count(shelf: Shelf) -> str:
    return "one review article" if len(shelf) == 1 else f"{len(shelf)} review articles"


def _card(article: Article) -> Html:
    metadata = dict(article.metadata)
    doi = names.doi_link(metadata)
    passages = sum(b.kind in ("paragraph", "item", "row") for b in article.blocks)
    return join(
        tag("b", names.short(metadata)),
        tag("span", str(metadata.get("title") or article.key), class_="title"),
        tag(
            "span",
            f"{passages} passages, {len(article.references)} references cited",
            " · " if doi else None,
            link(doi, f"doi:{doi.removeprefix('https://doi.org/')}") if doi else None,
            class_="label",
        ),
    )

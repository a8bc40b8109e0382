"""Small question sets in the layouts of the public ones, for the tests of the reader's training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DRUGS = ("Alorin", "Bexal", "Cindrol", "Dovane", "Estil", "Fomadol", "Gerinex", "Halvane")
DISEASES = ("asthma", "migraine", "gout", "psoriasis", "epilepsy", "insomnia", "eczema", "vertigo")
CITIES = ("Oslo", "Lima", "Turin", "Perth", "Accra", "Quito", "Osaka", "Dakar")


def qa(context: str, question: str, *answers: str) -> dict[str, Any]:
    """A question with the places of its answers in a context; unanswerable without one."""
    spans = [{"text": answer, "answer_start": context.index(answer)} for answer in answers]
    return {"id": question, "question": question, "answers": spans, "is_impossible": not answers}


def article(title: str, *paragraphs: tuple[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """An article of paragraphs with their questions."""
    return {"title": title, "paragraphs": [{"context": text, "qas": asked} for text, asked in paragraphs]}


def trial(number: int) -> dict[str, Any]:
    """An article on a drug of its own; what is asked of it shares most words with sentences that do not answer."""
    turn = number % len(DRUGS)
    drug, disease, city = f"{DRUGS[turn]}{number}", DISEASES[turn], CITIES[turn]
    text = (
        f"{drug} was tried against {disease} in {city}. The dose was {number + 2} mg. "
        f"Which dose of {drug} should be given is under debate. It was as safe as placebo."
    )
    asked = [
        qa(text, f"Which dose of {drug} was given?", f"{number + 2} mg"),
        qa(text, f"Where was {drug} tried against {disease}?", city),
    ]
    return article(f"Trial_of_{drug}", (text, asked))


def write_squad(path: Path, *articles: dict[str, Any]) -> Path:
    """Write a file in SQuAD v2 layout."""
    path.write_text(json.dumps({"version": "v2.0", "data": articles}), encoding="utf-8")
    return path


def write_pairs(path: Path, *rows: tuple[str, str, list[str]]) -> Path:
    """Write JSON lines of ids, questions and the texts that answer them."""
    lines = [json.dumps({"_id": id, "question": asked, "positives": texts}) for id, asked, texts in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path

"""Reference lists as CSL-JSON: the two reviews' lists whole, odd entries field by field, other styles."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kqa.corpus import people, references
from kqa.corpus.article import Article, load

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def thomas() -> Article:
    return load(CORPUS / "thomas2025")


@pytest.fixture(scope="module")
def ibeneme() -> Article:
    return load(CORPUS / "ibeneme2024")


def ids(article: Article) -> list[str]:
    return [entry["id"] for entry in article.references]


def dated(year: int, *rest: int) -> dict[str, list[list[int]]]:
    return {"date-parts": [[year, *rest]]}


def by(*printed: str) -> list[dict[str, str]]:
    return [dict(zip(("family", "given"), name.split(", "), strict=True)) for name in printed]


def fields(article: Article, number: int) -> dict[str, Any]:
    return {name: value for name, value in article.references[number - 1].items() if name != "id"}


def test_every_entry_of_both_lists_is_there(thomas: Article, ibeneme: Article) -> None:
    assert ids(thomas) == [f"thomas2025:{n}" for n in range(1, 74)]
    assert ids(ibeneme) == [f"ibeneme2024:{n}" for n in range(1, 30)]


def test_what_each_entry_has(thomas: Article, ibeneme: Article) -> None:
    every = [*thomas.references, *ibeneme.references]
    assert all(entry["title"] for entry in every)
    assert [e["id"] for e in every if "author" not in e] == ["thomas2025:9", "thomas2025:31"]
    assert [e["id"] for e in every if "issued" not in e] == ["thomas2025:9", "thomas2025:31"]
    others = {e["id"]: e["type"] for e in every if e["type"] != "article-journal"}
    assert others == {
        **{f"thomas2025:{n}": "webpage" for n in (2, 9, 31)},
        "thomas2025:17": "book",
        "ibeneme2024:1": "webpage",
    }
    journal = [e for e in every if e["type"] == "article-journal"]
    assert all(entry["container-title"] and entry["page"] for entry in journal)
    assert [e["id"] for e in journal if "volume" not in e] == ["thomas2025:42"]
    assert [e["id"] for e in ibeneme.references if "DOI" not in e] == [
        f"ibeneme2024:{n}" for n in (1, 18, 29)
    ]


def test_notes_hold_only_what_no_field_can(thomas: Article, ibeneme: Article) -> None:
    noted = {e["id"]: e["note"] for e in (*thomas.references, *ibeneme.references) if "note" in e}
    assert noted.pop("ibeneme2024:29") == "DOI:10.1176/app. app.2019.19070684."
    short = [n for n, entry in enumerate(_printed(thomas), 1) if "et al." in entry]
    assert noted == {f"thomas2025:{n}": "et al." for n in short}
    assert len(short) == 9


def test_no_word_of_an_entry_is_lost(thomas: Article, ibeneme: Article) -> None:
    for article in (thomas, ibeneme):
        for printed, entry in zip(_printed(article), article.references, strict=True):
            kept = set(_words(" ".join(_strings(entry))))
            lost = [word for word in _words(references.LABELS.sub("", printed)) if word not in kept]
            assert set(lost) <= ABOUT, (entry["id"], lost)


ABOUT = {
    *("available", "online", "accessed", "on", "https", "http", "doi", "p", "ed", "1st"),
    *("january", "march", "october", "jul"),
}
"""Words of an entry that say what a field is; dates are numbers in CSL."""


def _printed(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind == "reference"]


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [f"0{value}", str(value)] if isinstance(value, int) else [str(value)]


def _words(text: str) -> list[str]:
    """Lower-case words; initials as printed (`MF`, `M.F.`) are one word."""
    text = re.sub(r"\\+", "", text)
    text = re.sub(r"(?:\b[^\W\d_]\.[-\s]?){1,4}", lambda m: re.sub(r"\W", "", m[0]) + " ", text)
    return re.findall(r"[^\W_]+", text.lower())


def test_entries_of_mdpi(thomas: Article) -> None:
    assert fields(thomas, 1) == {
        "type": "article-journal",
        "author": by("Domino, E.F.", "Warner, D.S."),
        "title": "Taming the Ketamine Tiger",
        "container-title": "Anesthesiology",
        "issued": dated(2010),
        "volume": "113",
        "page": "678-684",
    }
    assert fields(thomas, 2) == {
        "type": "webpage",
        "author": [{"literal": "WHO"}],
        "title": "Essential Medicines and Patent on the World Health Organization Essential Medicines List "
        "22nd Edition",
        "issued": dated(2022),
        "URL": "https://geneva-network.com/wp-content/uploads/2022/01/"
        "2022-WHO-essential-medicines-and-patents-analysis.pdf",
        "accessed": dated(2024, 1, 28),
    }
    assert fields(thomas, 9) == {
        "type": "webpage",
        "title": "Mexican Therapy: “Like the End of The World”",
        "URL": "https://www.newspapers.com/image/460791190",
        "accessed": dated(2023, 10, 20),
    }
    assert fields(thomas, 17) == {
        "type": "book",
        "author": by("Chambers, R.A."),
        "title": "The 2 x 4 Model: A Neuroscience-Based Blueprint for the Modern Integrated Addiction and "
        "Mental Health Treatment System",
        "publisher": "Taylor & Francis",
        "publisher-place": "Boca Raton, FL, USA",
        "edition": "1",
        "issued": dated(2017),
        "number-of-pages": "304",
    }
    assert fields(thomas, 31)["title"] == "Ketamine for Adults with Substance Use Disorders"
    assert fields(thomas, 42) == {
        "type": "article-journal",
        "author": by("Chuang, J.", "Lide, R.C.", "Kamath, N.", "Oliveto, A.", "Addicott, M."),
        "title": "A pilot study of ketamine among individuals with tobacco use disorder: Tolerability and "
        "initial impact on tobacco use outcomes",
        "container-title": "J. Addict. Dis.",
        "issued": dated(2025),
        "page": "1-5",
    }


def test_odd_names_and_pages_of_mdpi(thomas: Article) -> None:
    assert {"family": "Bowers", "given": "M.B.", "suffix": "Jr."} in fields(thomas, 7)["author"]
    assert [a["family"] for a in fields(thomas, 69)["author"]] == [
        *("Fontoura", "da Rosa", "Rossato", "de Souza", "Frozi", "Ribeiro", "e Souza", "Burger"),
    ]
    assert fields(thomas, 21)["author"][2] == {"family": "Liu", "given": "R.-J."}
    assert fields(thomas, 46)["author"][2] == {"family": "A Haug", "given": "N."}
    assert fields(thomas, 64)["author"][:2] == by("Chiappini, S.", "D'Andrea, G.")
    assert fields(thomas, 55)["title"].startswith("159 Ketamine Use for")
    assert fields(thomas, 55)["page"] == "S72"
    assert fields(thomas, 25)["page"] == "e210008"
    assert fields(thomas, 48)["page"] == "e768-e771"
    assert fields(thomas, 60)["title"].endswith("Do the Psychoactive Effects Matter?")
    assert fields(thomas, 73)["title"] == "At-home ketamine; still a lot to learn"
    assert fields(thomas, 73)["author"] == by("Wilkinson, S.T.", "Sanacora, G.")


def test_entries_of_ibeneme(ibeneme: Article) -> None:
    assert fields(ibeneme, 1) == {
        "type": "webpage",
        "author": by("Caulkins, R.", "Klunk, A.", "Suttera, C.", "VanDuzer, K.", "Goldstein, F.J."),
        "title": "Outcomes from an Addiction Medicine Elective for 2nd Year PCOM DO Students",
        "issued": dated(2023),
        "URL": "https://digitalcommons.pcom.edu/research_day/research_day_PA_2023/researchPA2023/29/",
    }
    assert fields(ibeneme, 6) == {
        "type": "article-journal",
        "author": by("Panos, Z.", "Ruin, M.", "Patrick, J."),
        "title": "Ketamine and Ketamine metabolite pharmacology: insights into therapeutic mechanisms",
        "container-title": "Pharmacological Reviews",
        "issued": dated(2018),
        "volume": "70",
        "issue": "3",
        "page": "621-660",
        "DOI": "10.1124/pr.117.015198",
    }
    assert fields(ibeneme, 4)["issued"] == dated(2018, 7, 24)
    assert fields(ibeneme, 7)["author"] == by("De Kock, M.F.", "Lavand'homme, P.M.")
    assert fields(ibeneme, 7)["container-title"] == "Best Practice & Research. Clinical Anaesthesiology"
    assert fields(ibeneme, 7)["title"].endswith("for treating postoperative pain")
    assert fields(ibeneme, 12)["DOI"] == "10.1017/S1461145713001119"
    assert fields(ibeneme, 12)["author"] == by("Haile, C.N.", "Murrugh, J.W.", "Iosifescu, D.V.")
    assert fields(ibeneme, 18)["URL"] == "https://medicina.lsmuni.lt/med/0608/0608-03e.pdf"
    assert fields(ibeneme, 18)["container-title"] == "Medicina (Kaunas)"
    assert fields(ibeneme, 18)["author"][-1]["family"].startswith("Ivask")
    assert fields(ibeneme, 19)["DOI"] == "10.1016/s0740-5472(02)00275-1"
    assert fields(ibeneme, 19)["page"] == "273-83"
    assert fields(ibeneme, 26)["page"] == "865-872"
    assert fields(ibeneme, 27)["title"].endswith(
        "in humans. Psychotomimetic, perceptual, cognitive, and neuroendocrine responses"
    )
    assert fields(ibeneme, 28)["author"] == by("Dore, J.")
    assert fields(ibeneme, 29) == {
        "type": "article-journal",
        "author": by("Dakwar, E."),
        "title": "A Single ketamine infusion combined with motivational enhancement therapy for alcohol use "
        "disorder: A randomized midazolam-controlled pilot trial",
        "container-title": "The American Journal of Psychiatry",
        "issued": dated(2020),
        "volume": "177",
        "issue": "2",
        "page": "125-133",
        "note": "DOI:10.1176/app. app.2019.19070684.",
    }


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "Smith, J. A., & de Vries, B. (2020). Ketamine at home. *Journal of Tests*, *12*(3), 45–67. "
            "https://doi.org/10.1000/xyz(1)",
            {
                "type": "article-journal",
                "author": by("Smith, J. A.", "de Vries, B."),
                "title": "Ketamine at home",
                "container-title": "Journal of Tests",
                "issued": dated(2020),
                "volume": "12",
                "issue": "3",
                "page": "45-67",
                "DOI": "10.1000/xyz(1)",
            },
        ),
        (
            "Gao M, Rejaei D, et al. Ketamine in practice. Acta Pharmacol Sin. 2016;37:865-72. "
            "PMID: 27018176",
            {
                "type": "article-journal",
                "author": by("Gao, M.", "Rejaei, D."),
                "title": "Ketamine in practice",
                "container-title": "Acta Pharmacol Sin",
                "issued": dated(2016),
                "volume": "37",
                "page": "865-72",
                "PMID": "27018176",
                "note": "et al.",
            },
        ),
        (
            'Ibeneme, Chidalu N., Soji Ojo, and Ann van Dyck. 2024. "Ketamine". '
            "*J. Adv. Med.* 36 (10):125-33.",
            {
                "type": "article-journal",
                "author": by("Ibeneme, Chidalu N.", "Ojo, Soji", "van Dyck, Ann"),
                "title": "Ketamine",
                "container-title": "J. Adv. Med.",
                "issued": dated(2024),
                "volume": "36",
                "issue": "10",
                "page": "125-33",
            },
        ),
        (
            "Personal communication with a nurse",
            {"type": "document", "note": "Personal communication with a nurse"},
        ),
    ],
)
def test_other_styles(printed: str, expected: dict[str, Any]) -> None:
    entry = references.entry(printed)
    for person in [*entry.get("author", []), *expected.get("author", [])]:
        person.pop("suffix", None)
    assert entry == expected


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("10.1016/s0740-5472(02)00275-1.", "10.1016/s0740-5472(02)00275-1"),
        ("10.1000/abc).", "10.1000/abc"),
        ("10.1000/abc>", "10.1000/abc"),
    ],
)
def test_a_doi_ends_before_the_punctuation(printed: str, doi: str) -> None:
    assert references.doi_of(printed) == doi


def test_ids_are_counted() -> None:
    assert [e["id"] for e in references.parse(["One.", "Two."], "a1")] == ["a1:1", "a1:2"]


@pytest.mark.parametrize(
    ("head", "families", "title"),
    [
        ("Ode B.C., Lee D., De Roo E.-F. On rooks", ["Ode", "Lee", "De Roo"], "On rooks"),
        ("Ode B.C. & Lee D.. On rooks", ["Ode", "Lee"], "On rooks"),
        ("Ode B.C., Lee D., et al. On rooks", ["Ode", "Lee"], "On rooks"),
        ("Ode B.C. On rooks. And crows", ["Ode"], "On rooks. And crows"),
        ("On rooks and crows. A view", [], "On rooks and crows. A view"),
    ],
)
def test_names_before_a_title_may_have_pointed_initials(head: str, families: list[str], title: str) -> None:
    found, _, rest = people.split_commas(head)
    assert [name["family"] for name in found] == families
    assert rest == title


def test_names_that_are_none_are_kept_as_printed() -> None:
    assert people.names("World Health Organization") == [{"literal": "World Health Organization"}]
    assert people.full("Ludwig van Beethoven Jr.") == {
        "family": "van Beethoven",
        "given": "Ludwig",
        "suffix": "Jr.",
    }

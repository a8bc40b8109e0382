"""The README says what is so: its commands and options exist, its quotations stand where it says."""

import re
from pathlib import Path

import pytest
from conftest import REPOSITORY

from kqa import cli
from kqa.answer import place
from kqa.corpus.article import load

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
CALLS = sorted(set(re.findall(rf"\bkqa ((?:{'|'.join(cli.COMMANDS)})\b[^`\n]*?)(?:  |[`\n])", README)))


def test_the_readme_shows_every_command() -> None:
    assert {call.split()[0] for call in CALLS} == set(cli.COMMANDS) - {"ingest"}


@pytest.mark.parametrize("call", CALLS)
def test_every_option_shown_exists(call: str) -> None:
    name = call.split()[0]
    subparsers = next(a for a in cli.build_parser(name)._actions if a.dest == "command")
    known = {option for action in subparsers.choices[name]._actions for option in action.option_strings}
    shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", re.sub(r'"[^"]*"', "", call)))
    assert shown <= known


def test_every_file_linked_exists() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (REPOSITORY / link).exists()] == []


def test_the_answer_shown_is_word_for_word() -> None:
    block = README[README.index("<!-- answer") :].split("```")[1]
    quoted = re.findall(r"“(.*?)” \[(\d+)\]", " ".join(block.split()))
    sources = dict(
        re.findall(r"^\[(\d+)\] .*?, (?=sec|Table|(?i:Abstract))(.*?\(\w+\))$", block, re.MULTILINE)
    )
    assert quoted
    for words, number in quoted:
        locator, key = re.fullmatch(r"(.*) \((\w+)\)", sources[number]).groups()
        article = load(Path(REPOSITORY / "corpus" / key))
        start, end = place.span(article, locator)
        assert words in article.text[start:end]

import json
import re

import chat_served
import hostile
import pytest
from test_chat_markup import Seen

from kqa.chat import narrowing, pages, panel, take, turns, welcome
from kqa.chat.clippings import MOST_CLIPPINGS, Clipping, Clippings, restored
from kqa.chat.conversation import LONGEST_QUESTION, Conversation, Narrowing
from kqa.chat.desk import UNEXPECTED, Desk, safe_message
from kqa.chat.feedback import Feedback
from kqa.errors import IndexingError, IngestError, UsageError

MELATONIN = "How many minutes of the time to fall asleep?"
EVERYTHING = Narrowing()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    root = tmp_path_factory.mktemp("desk")
    with chat_served.library(root) as library:
        library.ask(MELATONIN)
        yield Desk(library, Feedback(root / "votes.jsonl"))


@pytest.fixture
def talk(desk):
    return desk.ask(MELATONIN, Conversation(), EVERYTHING)


def _acts(markup, act):
    return [a for _, a in Seen(markup).tags if a.get("data-act") == act]


def test_an_answer_shows_its_quotations_word_for_word_with_a_chip_each(desk, talk):
    answer = talk.exchanges[0].answer
    markup = desk.page(talk)
    assert len(answer.extracts) >= 2
    for extract in answer.extracts:
        assert extract.text in Seen(markup).words
    chips = [a["data-number"] for a in _acts(markup, "open")]
    assert sorted(chips) == sorted(str(e.number) for e in answer.extracts)


def test_both_articles_stand_side_by_side_each_in_its_own_colour(desk, talk):
    sections = [a for name, a in Seen(desk.page(talk)).tags if name == "section"]
    assert {a["aria-label"] for a in sections} == {"In Garcia & Lindqvist 2020", "In Okoro et al. 2022"}
    assert len({a["class"] for a in sections}) == 2
    assert 'class="answer side-by-side"' in desk.page(talk)


def test_an_abstention_looks_like_one_and_folds_the_nearest_passages_away(desk):
    talk = desk.ask("Xylophone prices in Reykjavik yesterday", Conversation(), EVERYTHING)
    markup = desk.page(talk)
    assert talk.exchanges[0].answer.abstained
    assert "These articles do not answer that." in markup
    assert ("details", {"id": "nearest-1"}) in Seen(markup).tags  # without `open`
    assert "<blockquote>" not in markup
    first = talk.exchanges[0].answer.hits[0].passage
    opened = desk.nearest(1, 1, talk)
    assert first.locator in opened
    assert "<mark>" not in opened


def test_the_panel_shows_the_extract_in_its_surroundings_with_path_and_references(desk, talk):
    answer = talk.exchanges[0].answer
    number = next(c.number for c in answer.citations if c.passage.article == "garcia2020")
    markup = desk.passage(1, number, talk)
    seen = Seen(markup)
    extract = next(e for e in answer.extracts if e.number == number)
    assert extract.text in seen.words
    assert "<mark>" in markup
    assert "1. Introduction" in markup
    assert "1.1. Adults" in markup
    assert "slept longer than 7 h" in seen.words  # the paragraph after
    assert "Primary references" in markup
    assert "Melatonin and sleep latency in adults" in markup
    assert "In the other article" in markup
    assert "In sixty adults melatonin" in seen.words
    assert ("a", "https://doi.org/10.5555/latency") in [(n, a.get("href")) for n, a in seen.tags]


def test_a_number_that_is_not_there_opens_nothing(desk, talk):
    assert desk.passage(1, 99, talk) is None
    assert desk.passage(7, 1, talk) is None
    assert desk.nearest(1, 99, talk) is None


def test_a_follow_up_is_shown_as_understood_and_can_be_dropped(desk, talk):
    talk = desk.ask("what dose was that?", talk, EVERYTHING)
    one = talk.exchanges[1]
    assert one.rewriting.changed
    assert one.answer.question == one.rewriting.text
    assert "understood as: " in desk.page(talk)
    assert one.rewriting.text in Seen(desk.page(talk)).words
    dropped = desk.drop(2, talk)
    assert dropped.exchanges[1].answer.question == "what dose was that?"
    assert "understood as" not in desk.page(dropped)
    assert desk.drop(9, talk) == talk


def test_a_search_can_be_narrowed_to_an_article_and_says_so(desk):
    narrowed = narrowing.chosen(desk.shelf, ["okoro2022", "nothing"], ["no such heading"], [])
    assert narrowed == Narrowing(articles=("okoro2022",))
    talk = desk.ask(MELATONIN, Conversation(), narrowed)
    assert {h.passage.article for h in talk.exchanges[0].answer.hits} == {"okoro2022"}
    assert "narrowed to: " in desk.page(talk)


def test_sections_are_those_with_text_and_substances_those_with_a_section(desk):
    found = narrowing.sections(desk.shelf)
    assert "1.1. Adults" in found
    assert "References" not in found
    assert narrowing.substances(desk.shelf) == []
    assert narrowing.as_sections(Narrowing(sections=("2. Discussion",), substances=("Opioids",))) == (
        "2. Discussion",
        "opioid",
    )


@pytest.mark.parametrize("sent", [None, 3, {"a": 1}, [[1], None, {"x": 2}], "garcia2020"])
def test_whatever_the_page_sends_narrows_to_nothing_unknown(desk, sent):
    assert narrowing.chosen(desk.shelf, sent, sent, sent).empty


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "Type a question first"),
        ("?!", "Type a question first"),
        ("x" * (LONGEST_QUESTION + 1), "ask in at most 2,000"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told_so(desk, question, told):
    with pytest.raises(UsageError, match=told):
        desk.ask(question, Conversation(), EVERYTHING)


def test_hostile_articles_and_questions_put_nothing_into_the_page(desk):
    words = "Do zebras stripe their coats against flies in summer"
    question = f"{words} {hostile.SCRIPT}{hostile.IMAGE}{hostile.BREAKOUT}"
    talk = desk.ask(question, Conversation(), EVERYTHING)
    one = talk.exchanges[0]
    assert "zebra2001" in {e.article for e in one.answer.extracts}
    taken = desk.clip(1, one.answer.extracts[0].number, one.answer.extracts[0].start, talk, Clippings())
    everything = [
        desk.page(talk),
        desk.page(Conversation()),
        *(desk.passage(1, c.number, talk) for c in one.answer.citations),
        *(desk.nearest(1, h.rank, talk) for h in one.answer.hits),
        pages.clippings(taken, desk.shelf),
        pages.earlier((question,)),
        pages.notice(question, problem=True),
        pages.saved("x", "y", question, when=1.0),
    ]
    for markup in everything:
        for name, attributes in Seen(markup).tags:
            assert name not in ("script", "img", "svg", "iframe", "style", "object")
            assert not any(attribute.startswith("on") for attribute in attributes)
            assert not str(attributes.get("href", "https:")).startswith("javascript")


def test_the_report_is_shown_without_scripts_and_without_reaching_out(desk):
    assert "kqa eval" in pages.report(None)
    name, attributes = Seen(pages.report('<script>x</script>"')).tags[0]
    assert (name, attributes["sandbox"], attributes["srcdoc"]) == ("iframe", "", '<script>x</script>"')


def test_the_latest_report_is_found(desk):
    folder = desk.library.workspace.reports
    assert desk.report() is None
    folder.mkdir(parents=True)
    (folder / "a.html").write_text("old", encoding="utf-8")
    assert desk.report() == "old"


def test_a_vote_is_kept_on_this_machine_and_a_thumb_down_becomes_a_draft(desk, talk):
    desk.feedback.path.unlink(missing_ok=True)
    after = desk.vote(1, "down", talk)
    assert 'aria-pressed="true"' in desk.page(after)
    assert desk.vote(1, "sideways", talk) == talk
    line = json.loads(desk.feedback.path.read_text(encoding="utf-8"))
    assert (line["vote"], line["question"]) == ("down", MELATONIN)
    drafts = (desk.library.workspace.gold / "pending.jsonl").read_text(encoding="utf-8")
    assert json.loads(drafts)["question"] == MELATONIN


def test_a_quotation_is_copied_with_its_citation_in_every_way(desk, talk):
    one = talk.exchanges[0]
    extract = next(e for e in one.answer.extracts if e.article == "garcia2020")
    ways = dict(desk.copies(one, extract))
    assert list(ways) == ["Pandoc", "LaTeX", "plain text", "as cited in"]
    assert ways["Pandoc"].endswith("[@garcia2020, sec. 1.1]")
    assert "{garcia2020}" in ways["LaTeX"]
    assert "Smith & Jones 2011, as cited in Garcia & Lindqvist 2020" in ways["as cited in"]
    assert all(extract.text in way for name, way in ways.items() if name != "LaTeX")


def test_clippings_are_kept_once_and_come_back_from_the_browser_as_the_articles_have_them(desk, talk):
    extract = talk.exchanges[0].answer.extracts[0]
    taken = desk.clip(1, extract.number, extract.start, talk, Clippings())
    assert desk.clip(1, extract.number, extract.start, talk, taken) == taken
    assert desk.clip(1, extract.number, 0, talk, taken) == taken
    stored = json.loads(json.dumps(taken.as_stored()))
    assert restored(stored, desk.shelf) == taken
    assert taken.remove(1) == Clippings()


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "x",
        [None, 3, {}],
        [{"article": "nothing", "start": 0, "end": 5}],
        [{"article": "garcia2020", "start": 5, "end": 5}],
        [{"article": "garcia2020", "start": -5, "end": 5}],
        [{"article": "garcia2020", "start": 0, "end": 10**9}],
        [{"article": "garcia2020", "start": "0", "end": 5}],
        [{"article": "../garcia2020", "start": 0, "end": 5}],
    ],
)
def test_clippings_that_no_article_has_do_not_come_back(desk, stored):
    assert restored(stored, desk.shelf) == Clippings()


def test_a_clipping_cannot_bring_words_or_references_of_its_own(desk):
    stored = [
        {"article": "garcia2020", "start": 2, "end": 11, "text": "forged", "references": ["garcia2020:99", 3]}
    ]
    assert restored(stored * 2, desk.shelf).taken[0] == Clipping("garcia2020", 2, 11, "Melatonin", "")


def test_there_is_room_for_so_many_clippings_only(desk, talk):
    extract = talk.exchanges[0].answer.extracts[0]
    full = Clippings(tuple(Clipping("garcia2020", n, n + 1, "x", "") for n in range(MOST_CLIPPINGS)))
    assert full.add(extract, "q") == full


@pytest.mark.parametrize(
    ("form", "name", "holds"),
    [
        ("markdown", "clippings.md", "> "),
        ("bibtex", "clippings.bib", "{garcia2020,"),
        ("ris", "clippings.ris", "TY  - JOUR"),
        ("csl", "clippings.json", '"garcia2020"'),
    ],
)
def test_clippings_are_saved_in_every_form(desk, talk, form, name, holds):
    taken = Clippings()
    for extract in talk.exchanges[0].answer.extracts:
        taken = desk.clip(1, extract.number, extract.start, talk, taken)
    saved = desk.as_file(taken, form)
    assert saved[0] == name
    assert holds in saved[2]
    assert re.search("Melatonin and sleep latency in adults", saved[2], re.I)  # the primary reference
    assert desk.as_file(Clippings(), form) is None


def test_a_conversation_is_saved_with_its_bibliography(desk, talk):
    talk = desk.ask(
        "Xylophone <b>prices</b> in Reykjavik yesterday",
        desk.ask("what dose was that?", talk, EVERYTHING),
        EVERYTHING,
    )
    name, kind, text = desk.as_markdown(talk)
    assert (name, kind) == ("conversation.md", "text/markdown")
    assert f"## {MELATONIN}" in text
    assert "*Understood as: what dose was that (" in text
    assert "The articles do not answer this." in text
    assert "Xylophone \\<b>prices" in text
    assert text.count("## Bibliography") == 1
    assert "[@garcia2020]" in text.split("## Bibliography")[1]
    assert desk.as_markdown(Conversation()) is None


def test_latex_is_safe_to_paste():
    assert take._latex("50% of $2 & #3_{x}~^\\") == (
        r"50\% of \$2 \& \#3\_\{x\}\textasciitilde{}\textasciicircum{}\textbackslash{}"
    )


def test_the_first_screen_says_what_is_there_and_what_kqa_is_not(desk):
    markup = welcome.welcome(desk.shelf)
    assert "Ask 4 review articles" in markup
    assert "Melatonin for Sleep: A Short Review" in markup
    assert "Not medical advice." in markup
    assert welcome.examples(desk.shelf) == ()  # they are about the shipped reviews


def test_a_visitor_reads_what_is_wrong_with_their_question_and_nothing_of_the_machine(caplog):
    assert safe_message(UsageError("the question is empty")) == "the question is empty"
    assert safe_message(IngestError("/home/ann/x/paper.pdf: no text; see C:\\Users\\ann\\a.txt")) == (
        "paper.pdf: no text; see a.txt"
    )
    assert safe_message(IndexingError("/home/ann/index is damaged")) == UNEXPECTED
    assert safe_message(ZeroDivisionError("secret")) == UNEXPECTED
    assert "/home/ann/index is damaged" in caplog.text


def test_an_article_that_is_gone_is_passed_over(desk, talk):
    shelf = {key: article for key, article in desk.shelf.items() if key != "okoro2022"}
    markup = turns.conversation(talk, shelf, desk.copies)
    assert "In sixty adults" not in markup
    assert panel.opened(talk.exchanges[0], 1, shelf) is not None

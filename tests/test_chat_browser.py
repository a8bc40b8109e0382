"""The chat as people use it: in a real browser, at desk and phone size, by mouse and by keyboard."""

import re
import shutil
import warnings
from urllib.parse import quote

import chat_served
import hostile
import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra: pip install kqa[browser]")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium on the PATH"),
    pytest.mark.filterwarnings("default"),
]

QUESTION = "How many minutes of the time to fall asleep?"
DESK, PHONE = {"width": 1360, "height": 860}, {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with chat_served.served(tmp_path_factory.mktemp("browser")) as (url, _):
        yield url


@pytest.fixture(scope="module")
def browser():
    with warnings.catch_warnings(), playwright.sync_playwright() as running:
        warnings.simplefilter("ignore")
        browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, url):
    """Opens the page; afterwards there must be nothing on the console, and nothing asked for outside."""
    contexts, problems, outside = [], [], []

    def watched(context, path):
        page = context.new_page()
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        inside = (url, "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(inside) else outside.append(r.url))
        page.goto(url + path)
        page.wait_for_selector("#composer textarea:enabled")  # what the browser kept is back
        return page

    def opened(path="/", *, beside=None, **settings):
        """A fresh visitor's page, or another page of the visitor of `beside`."""
        if beside is not None:
            return watched(beside.context, path)
        context = browser.new_context(**{"viewport": DESK, "accept_downloads": True} | settings)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return watched(context, path)

    yield opened
    for context in contexts:
        context.close()
    assert problems == []
    assert outside == []


def _ask(page, question, ordinal=1):
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    turn = page.locator(f".turn[data-turn='{ordinal}']")
    turn.wait_for()
    return turn


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_question_its_answer_its_place_and_back(visit, size):
    page = visit(viewport=size)
    assert page.get_by_text("Not medical advice.").is_visible()
    turn = _ask(page, QUESTION)
    chip = turn.locator("button.chip").first
    assert chip.inner_text() == "[1]"
    assert turn.locator(".own").first.is_visible()
    chip.click()
    panel = page.locator("#panel [data-open]")
    panel.wait_for()
    assert page.locator("#panel .here mark").first.is_visible()
    assert page.locator("#panel .path").first.inner_text().replace("\n", " ").endswith("para. 1")
    assert page.get_by_role("heading", name="Primary references").first.is_visible()
    page.keyboard.press("Escape")
    panel.wait_for(state="detached")
    page.wait_for_function("document.activeElement?.classList.contains('chip')")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_whole_way_by_keyboard(visit):
    page = visit()
    page.wait_for_function("document.activeElement?.tagName === 'TEXTAREA'")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".turn").wait_for()
    page.locator("h2.question").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "chip"
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement?.classList.contains('panel-title')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Close"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement?.classList.contains('chip')")


def test_every_control_has_a_name_and_every_field_a_label(visit):
    page = visit()
    _ask(page, QUESTION).locator("button.chip").first.click()
    page.locator("#panel [data-open]").wait_for()
    nameless = page.evaluate(
        """[...document.querySelectorAll('button, a[href], input, textarea, select, summary, iframe')]
        .filter(e => e.checkVisibility())
        .filter(e => !(e.innerText?.trim() || e.ariaLabel || e.title))
        .filter(e => !(e.labels?.length || e.closest('label')))
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert nameless == []
    assert page.locator("html").get_attribute("lang") == "en"
    ids = page.evaluate("[...document.querySelectorAll('.kqa [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_a_follow_up_is_shown_as_understood_and_dropped(visit):
    page = visit()
    _ask(page, QUESTION)
    second = _ask(page, "what dose was that?", 2)
    assert "understood as:" in second.inner_text()
    second.get_by_role("button", name="Drop what was carried over").click()
    second.locator(".understood").wait_for(state="detached")


def test_an_abstention_folds_the_nearest_passages(visit):
    page = visit()
    turn = _ask(page, "Xylophone prices in Reykjavik yesterday")
    assert turn.get_by_text("These articles do not answer that.").is_visible()
    nearest = turn.locator(".nearest")
    assert not nearest.is_visible()
    turn.locator("summary").click()
    assert nearest.is_visible()
    turn.locator(".place-link").first.click()
    page.locator("#panel [data-open]").wait_for()
    assert page.locator("#panel mark").count() == 0


def test_a_quotation_is_copied_with_its_citation(visit):
    page = visit()
    turn = _ask(page, QUESTION)
    quotation = turn.locator("blockquote").first.inner_text().strip("“”\n ")
    turn.locator(".copy summary").first.click()
    turn.get_by_role("menuitem", name="Copy for Pandoc").first.click()
    page.wait_for_function("navigator.clipboard.readText().then(t => t.includes('[@'))")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"“{re.escape(quotation)}” \[@\w+, sec\. [\d.]+\]", copied)
    page.locator("#kqa-live", has_text="Copied").wait_for()


def test_a_link_reopens_a_question(visit, url):
    page = visit("/?q=" + quote(QUESTION))
    turn = page.locator(".turn")
    turn.wait_for()
    assert turn.locator("h2").inner_text().endswith(QUESTION)
    turn.get_by_role("button", name="Copy a link").click()
    page.wait_for_function("navigator.clipboard.readText().then(t => t.startsWith('http'))")
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{url}/?q=How+many+minutes")


def test_clippings_are_collected_saved_and_still_there_after_a_reload(visit):
    page = visit()
    turn = _ask(page, QUESTION)
    turn.get_by_role("button", name="to the clippings").first.click()
    page.get_by_text("Clipped; it waits under Clippings.").wait_for()
    page = visit(beside=page)
    page.get_by_role("tab", name="Clippings").click()
    page.locator(".clippings li").wait_for()
    for name, suffix in (("Markdown", ".md"), ("BibTeX", ".bib"), ("RIS", ".ris"), ("CSL-JSON", ".json")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Save as {name}").click()
        assert waiting.value.suggested_filename == f"clippings{suffix}"
        assert "Melatonin and sleep latency" in waiting.value.path().read_text(encoding="utf-8")
    page.get_by_role("button", name="Remove clipping 1").click()
    page.get_by_text("Nothing collected yet.").wait_for()


def test_a_conversation_is_saved_and_earlier_questions_stay_in_the_browser(visit):
    page = visit()
    _ask(page, QUESTION)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save this conversation").click()
    assert f"## {QUESTION}" in waiting.value.path().read_text(encoding="utf-8")
    page = visit(beside=page)
    page.get_by_role("button", name="Earlier questions").click()
    page.locator("#earlier").get_by_role("button", name=QUESTION).click()
    page.locator(".turn").wait_for()
    page.get_by_role("button", name="Forget them").click()
    page.get_by_text("None yet.").wait_for()


def test_a_search_is_narrowed_to_an_article(visit):
    page = visit()
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_label("Okoro et al. 2022").check()
    turn = _ask(page, QUESTION)
    assert "narrowed to: Okoro et al. 2022" in turn.inner_text().replace("\n", " ")
    assert turn.locator(".source").all_inner_texts() == ["Okoro et al. 2022"]


def test_votes_are_shown_and_taken_back(visit):
    page = visit()
    turn = _ask(page, QUESTION)
    down = turn.get_by_role("button", name="This answer is wrong")
    down.click()
    page.locator("[data-vote=down][aria-pressed=true]").wait_for()
    down.click()
    page.locator("[data-vote=down][aria-pressed=false]").wait_for()


@pytest.mark.parametrize("words", hostile.ALL)
def test_nothing_of_a_hostile_question_or_article_runs(visit, words):
    question = f"Do zebras stripe their coats against flies in summer {words}"
    page = visit("/?q=" + quote(question))
    turn = page.locator(".turn")
    turn.wait_for()
    turn.locator("button.chip").first.click()
    page.locator("#panel [data-open]").wait_for()
    turn.get_by_role("button", name="to the clippings").first.click()
    page.get_by_text("Clipped;").wait_for()
    assert page.evaluate("window.hit") is None
    assert page.locator(".kqa script, .kqa img, .kqa svg, .kqa iframe").count() == 0
    assert "zebras" in page.locator("h2.question").inner_text()


def test_light_and_dark_follow_the_system_and_a_switch_that_is_remembered(visit):
    page = visit(color_scheme="dark")
    ground = "getComputedStyle(document.querySelector('.gradio-container')).backgroundColor"
    page.wait_for_function(f"{ground} === 'rgb(20, 24, 28)'")
    page.get_by_role("button", name="Switch between light and dark").click()
    page.wait_for_function(f"{ground} === 'rgb(246, 244, 239)'")
    page = visit(beside=page)
    page.wait_for_function(f"{ground} === 'rgb(246, 244, 239)'")


def test_a_paper_is_added_corrected_and_asked_at_once(visit, tmp_path):
    name = "<img src=x onerror=window.hit=9>.md"
    paper = tmp_path / name
    paper.write_text(
        "# Owls and Lamps\n\n## 1. Owls\n\nOwls near lamps caught twelve moths each night [1].\n\n"
        "## References\n\n1. Moth, M. Lamps. J. Owls 2001, 1, 1–2.\n",
        encoding="utf-8",
    )
    page = visit()
    page.get_by_role("tab", name="Add paper").click()
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_text("Found: ").wait_for()
    assert page.get_by_label("Title").input_value() == "Owls and Lamps"
    page.get_by_role("textbox", name=re.compile("^Authors")).fill("Strix, Otis")
    page.get_by_role("textbox", name=re.compile("^Year")).fill("2019")
    page.get_by_role("button", name="Add it to the articles").click()
    page.get_by_text("strix2019: added.").wait_for()
    page.get_by_role("tab", name="Ask").click()
    turn = _ask(page, "How many moths have owls caught near lamps each night?")
    assert turn.locator(".source").first.inner_text() == "Strix 2019"
    assert page.evaluate("window.hit") is None


def test_the_evaluate_tab_says_how_to_make_a_report(visit):
    page = visit()
    page.get_by_role("tab", name="Evaluate").click()
    page.get_by_text("No evaluation has been run in this workspace yet.").wait_for()

"""Takes the pictures of the chat that the README shows: `python docs/chat/screenshots.py [WORKSPACE]`.

Needs the extra `browser`, a chromium on the PATH, and the two shipped reviews in the workspace.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
PORT = 7987
COLOURS = 256
"""Of a picture: a page of text in flat colours needs no more, and is a third of the size."""
DESK, PHONE = {"width": 1360, "height": 860}, {"width": 390, "height": 844}
FIRST = "How many cocaine patients had clean urine at the end of the ketamine plus mindfulness trial?"
FOLLOW_UP = "and after six months?"
BOTH = "Is ketamine useful for alcohol withdrawal in intensive care?"
UNANSWERED = "Who won the chess world championship in 2018?"


def main() -> None:
    """Take every picture."""
    workspace = sys.argv[1] if len(sys.argv) > 1 else "."
    with served(workspace) as url, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])

        def visit(size: dict[str, int], mode: str = "light") -> Page:
            page = browser.new_context(viewport=size, color_scheme=mode).new_page()
            page.goto(url)
            page.get_by_label("Your question").wait_for()
            page.wait_for_timeout(800)
            return page

        page = visit(DESK)
        save(page, "first-screen")
        ask(page, BOTH, 1)
        page.locator("button.chip").first.click()
        page.locator("#panel [data-open]").wait_for()
        save(page, "answer")
        page = visit(DESK, "dark")
        ask(page, FIRST, 1)
        ask(page, FOLLOW_UP, 2)
        page.locator(".turn").last.locator("button.chip").first.click()
        page.locator("#panel [data-open]").wait_for()
        save(page, "follow-up-dark")
        page = visit(DESK)
        ask(page, UNANSWERED, 1)
        save(page, "abstention")
        page = visit(PHONE)
        ask(page, BOTH, 1)
        save(page, "phone-answer")
        page.locator("button.chip").first.click()
        page.locator("#panel [data-open]").wait_for()
        save(page, "phone-passage")
        browser.close()


def ask(page: Page, question: str, ordinal: int) -> None:
    """Ask, and wait for the answer."""
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    page.locator(f".turn[data-turn='{ordinal}']").wait_for()


def save(page: Page, name: str) -> None:
    """Save what is on screen, in few colours."""
    page.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, kmeans=1).save(HERE / f"{name}.png", optimize=True)


@contextmanager
def served(workspace: str) -> Iterator[str]:
    """The chat over a workspace, in a process of its own."""
    command: list[Any] = [sys.executable, "-m", "kqa", "chat", "--no-browser", "--port", str(PORT)]
    process = subprocess.Popen([*command, "--workspace", workspace], stdout=subprocess.PIPE, text=True)
    try:
        line = next((line for line in process.stdout or () if "http" in line), None)
        if line is None:
            sys.exit("the chat did not start")
        yield f"http://127.0.0.1:{PORT}"
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    main()

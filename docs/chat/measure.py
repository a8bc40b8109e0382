"""Times the chat, first page, answer on screen, users at once: `python docs/chat/measure.py [WORKSPACE]`.

Needs the extra `browser` and a chromium on the PATH. Prints one JSON object.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

from gradio_client import Client
from playwright.sync_api import sync_playwright
from screenshots import served

USERS, SECONDS, PAUSE = 20, 60, 1.0
"""People at once, for how long, and how long each reads between two questions."""
WARM = 20
"""Questions asked one after another in the browser."""


def main() -> None:
    """Measure and print."""
    workspace = sys.argv[1] if len(sys.argv) > 1 else "."
    lines = (Path(workspace) / "eval" / "gold" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    started = time.perf_counter()
    with served(workspace) as url:
        measured = {"start_s": round(time.perf_counter() - started, 2), **in_browser(url, questions)}
        measured |= at_once(url, questions)
    sys.stdout.write(json.dumps(measured, indent=1) + "\n")


def in_browser(url: str, questions: list[str]) -> dict[str, Any]:
    """The first page, then answers as a person waits for them: from Enter to the answer on screen."""
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        begun = time.perf_counter()
        page.goto(url)
        page.get_by_text("Not medical advice.").wait_for()
        first = time.perf_counter() - begun
        took = []
        box = page.get_by_label("Your question")
        for ordinal, question in enumerate(questions[:WARM], 1):
            box.fill(question)
            took.append(page.evaluate(ASK_AND_WAIT, ordinal))
            page.wait_for_timeout(200)
        browser.close()
    return {"first_page_s": round(first, 2), "answer_ms_p50": p(took, 50), "answer_ms_p95": p(took, 95)}


ASK_AND_WAIT = """async (ordinal) => {
  const begun = performance.now();
  document.querySelector('#composer .submit-button').click();
  while (!document.querySelector(`.turn[data-turn="${ordinal}"]`)) await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""


def at_once(url: str, questions: list[str]) -> dict[str, Any]:
    """Users at once, each asking, reading a second, and asking again."""
    took: list[float] = []
    errors: list[str] = []
    end = time.perf_counter() + SECONDS

    def use(seed: int) -> None:
        choice = random.Random(seed)  # noqa: S311  (no secret: the same questions at every run)
        client = Client(url, verbose=False, analytics_enabled=False)
        while time.perf_counter() < end:
            begun = time.perf_counter()
            try:
                client.predict(choice.choice(questions), api_name="/ask")
            except Exception as error:  # noqa: BLE001  (counted)
                errors.append(repr(error))
            took.append(1000 * (time.perf_counter() - begun))
            time.sleep(PAUSE)

    threads = [threading.Thread(target=use, args=(n,)) for n in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "users": USERS,
        "asked": len(took),
        "errors": len(errors),
        "users_ms_p50": p(took, 50),
        "users_ms_p95": p(took, 95),
        "users_ms_max": round(max(took)),
    }


def p(values: list[float], percent: int) -> int:
    """A percentile, rounded."""
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1])


if __name__ == "__main__":
    main()

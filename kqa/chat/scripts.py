"""The page's style sheet and its few lines of script; none of them puts text into the page as markup."""

from __future__ import annotations

from importlib import resources

from kqa.chat import palette

READY = "() => window.kqaStart()"
"""Once what the browser kept is back."""

ACTS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button) return;
  if (!button.closest('#panel')) window.kqaOpener = button;
  window.kqaWhenReady(() => trigger('act', {...button.dataset}));
});
"""
"""A press of a button with `data-act` becomes the event `act` with all its `data-` attributes."""

TALK = f"""{ACTS}
let count = element.querySelectorAll('.turn').length;
watch('value', () => {{
  const turns = element.querySelectorAll('.turn');
  if (turns.length > count) {{
    const heading = turns[turns.length - 1].querySelector('h2');
    heading.scrollIntoView({{block: 'start'}});
    if ((document.activeElement || document.body) === document.body) heading.focus({{preventScroll: true}});
  }}
  count = turns.length;
}});
"""
"""A new answer is brought into view, and read from its heading where nothing else has the focus."""

PANEL = f"""{ACTS}
watch('value', () => {{
  if (element.querySelector('[data-open]')) {{
    const side = element.closest('#panel');
    const mark = element.querySelector('.here mark') || element.querySelector('.here');
    element.querySelector('.panel-title').focus({{preventScroll: true}});
    const above = mark.getBoundingClientRect().top - side.getBoundingClientRect().top;
    side.scrollTop += above - side.clientHeight / 3;
  }} else if (window.kqaOpener?.isConnected) {{
    window.kqaOpener.focus();
  }}
}});
"""
"""Focus goes into the panel when it opens, and back to the number that opened it when it closes."""

SAVED = """
watch('value', () => {
  const file = element.querySelector('[data-name]');
  if (file) window.kqaSave(file);
});
"""


def head() -> str:
    """The page's own script, and a favicon that is asked of nobody."""
    return f'<link rel="icon" href="data:,"><script>{_file("page.js")}</script>'


def style() -> str:
    """The page's style sheet, colours first."""
    return palette.variables() + _file("page.css")


def _file(name: str) -> str:
    return resources.files("kqa.chat").joinpath(name).read_text(encoding="utf-8")

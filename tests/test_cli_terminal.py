"""Streams, colour and progress."""

import io

import pytest

from kqa import terminal


class Tty(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_colour_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert terminal.painter(Tty())("x", "number") == "\x1b[1;36mx\x1b[0m"
    assert terminal.painter(io.StringIO())("x", "number") == "x"


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colour_can_be_declined(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    assert terminal.painter(Tty())("x", "number") == "x"


def test_no_text_steers_the_terminal() -> None:
    assert terminal.printable("a\x1b[31mb\x07\u202ec\nd é–氯") == "a [31mb  c\nd é–氯"
    assert terminal.one_line("a\r\nb\x00  c") == "a b c"


@pytest.mark.parametrize(("columns", "expected"), [("10", 40), ("72", 72), ("400", 100)])
def test_width_stays_readable(monkeypatch: pytest.MonkeyPatch, columns: str, expected: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal.width() == expected


def test_a_progress_bar_on_a_terminal_ends_its_line() -> None:
    stream = Tty()
    with terminal.ProgressBar(stream) as progress:
        progress("embedding", 1, 4)
        progress("embedding", 4, 4)
    shown = stream.getvalue()
    assert "1/4" in shown
    assert shown.endswith(f"{'█' * terminal.BAR_CELLS}  4/4\n")


def test_progress_elsewhere_is_one_line_a_stage() -> None:
    stream = io.StringIO()
    with terminal.ProgressBar(stream) as progress:
        for done in range(5):
            progress("embedding", done, 4)
        progress("counting words", 1, 1)
    assert stream.getvalue() == "kqa: embedding\nkqa: counting words\n"


def test_output_never_fails_on_an_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    terminal.prepare_streams()
    print("5 µg – é", flush=True)
    assert raw.getvalue() == b"5 ?g ? ?\n"

"""The command line as a program: what it prints where, and with which exit code."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kqa import cli
from kqa.workspace import Workspace

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The tiny workspace as the current folder."""
    monkeypatch.chdir(workspace.root)
    monkeypatch.setenv("COLUMNS", "80")
    return workspace


def complaint(capsys: Capture) -> str:
    """The one line on standard error; nothing else may have been printed."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("kqa: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    return err


def test_help_lists_every_command_with_its_line(capsys: Capture) -> None:
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--help"])
    out = " ".join(capsys.readouterr().out.split())
    assert all(f"{name} {line}" in out for name, line in cli.COMMANDS.items())


def test_no_argument_is_a_call_for_help(capsys: Capture) -> None:
    with pytest.raises(SystemExit, match="0"):
        cli.main([])
    assert "usage: kqa" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["frobnicate"], "invalid choice: 'frobnicate'"),
        (["ask", "--frob", "x"], "unrecognized arguments: --frob; see `kqa --help`"),
        (["ask"], "either a question or --batch FILE"),
        (
            ["ask", "--top", "0", "Why?"],
            "'0' is not a whole number from 1 up; see `kqa ask --help`",
        ),
        (["ask", "--top", "1e3", "Why?"], "'1e3' is not a whole number"),
        (["ask", "Why?", "--batch", "x"], "either a question"),
        (["show"], "the following arguments are required: KEY"),
        (
            ["show", "nobody1999"],
            "no article has the key 'nobody1999'; there are garcia2020, lee2021",
        ),
        (["show", "../../etc"], "no article has the key '../../etc'"),
        (["show", "lee2021", "sec 9"], "lee2021 has no place 'sec 9': try"),
        (["show", "lee2021", "5:4"], "5:4 is no place in lee2021"),
        (["articles", "--workspace", "nowhere"], "nowhere is no workspace"),
        (["ingest", "nowhere.txt"], "nowhere.txt is missing"),
    ],
)
def test_bad_arguments_get_one_line_and_exit_code_2(
    here: Workspace, capsys: Capture, arguments: list[str], expected: str
) -> None:
    try:
        code = cli.main(arguments)
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    assert expected in complaint(capsys)


def test_a_message_cannot_steer_the_terminal(here: Workspace, capsys: Capture) -> None:
    assert cli.main(["show", "\x1b[2J\nkey"]) == 2
    assert "\x1b" not in complaint(capsys)


def test_no_workspace_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["ask", "Why?"]) == 2
    assert "make one with `kqa init DIR`" in complaint(capsys)


def test_articles_are_listed(here: Workspace, capsys: Capture) -> None:
    assert cli.main(["articles"]) == 0
    assert capsys.readouterr().out == (
        "garcia2020  Garcia & Lindqvist 2020. Melatonin for Sleep: A Short Review\n"
        "lee2021     Lee 2021. Bright Light Therapy: What the Trials Say\n"
        "okoro2022   Okoro et al. 2022. Insomnia Treatments Compared\n"
    )


def test_an_empty_workspace_says_what_to_do(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["init", "--empty", str(tmp_path / "mine")]) == 0
    assert cli.main(["articles", "--workspace", str(tmp_path / "mine")]) == 0
    assert capsys.readouterr().out.endswith("No articles yet; `kqa add FILE` adds one.\n")


PLACE = """\
Garcia & Lindqvist 2020 (garcia2020)

sec. 1.1 264:275
  1.1. Adults

1. Introduction › 1.1. Adults

sec. 1.1, para. 1 277:437
  ⟦A dose of 2 mg shortened the time to fall asleep by 9 minutes compared with
  placebo (p < 0.05) [2]. The effect held for 6 months. This was not seen with
  0.5 mg.⟧

sec. 1.1, para. 2 439:547
  In a cross-over trial, 13/27 (48.1%) of shift workers slept longer than 7 h.
  Both groups were blinded [3–4].

Cites
[2] Smith & Jones 2011, J. Sleep Med.
"""


def test_a_place_is_shown_in_its_surroundings(here: Workspace, capsys: Capture) -> None:
    assert cli.main(["show", "garcia2020", "sec", "1.1", "para", "1"]) == 0
    assert capsys.readouterr().out == PLACE


def test_an_article_without_a_place_shows_its_headings(here: Workspace, capsys: Capture) -> None:
    assert cli.main(["show", "okoro2022"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Okoro et al. 2022 (okoro2022)"
    assert [line.split()[-1] for line in lines[1:]] == [
        *("Compared", "Hormones", "Behaviour", "therapy", "restriction", "References")
    ]


def test_init_makes_a_workspace_and_never_over_one(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["init", str(tmp_path / "mine")]) == 0
    assert Workspace(tmp_path / "mine").keys() == ("ibeneme2024", "thomas2025")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["corpus"]
    capsys.readouterr()
    assert cli.main(["init", str(tmp_path / "mine")]) == 2
    assert "exists already: `kqa articles --workspace" in complaint(capsys)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: Capture) -> None:
    tmp_path.chmod(0o500)
    assert cli.main(["init", str(tmp_path / "mine")]) == 2
    assert "the system refused" in complaint(capsys)


def kqa(*arguments: str, cwd: Path, **environment: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "kqa", *arguments],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parent.parent), **environment},
    )


def test_a_closed_pipe_is_no_error(workspace: Workspace) -> None:
    with kqa("articles", "--json", cwd=workspace.root) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == cli.PIPE_CLOSED


def test_an_interrupt_is_quiet(here: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kqa.commands.articles.run", interrupted)
    assert cli.main(["articles"]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_the_terminal_will_do(workspace: Workspace, encoding: str) -> None:
    with kqa("show", "garcia2020", "ref 3", cwd=workspace.root, PYTHONIOENCODING=encoding) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert "Novák, P.; Dvořák".encode(encoding, "replace") in out


def test_bytes_that_are_no_text_in_an_argument(workspace: Workspace) -> None:
    with subprocess.Popen(
        [sys.executable.encode(), b"-m", b"kqa", b"show", b"\xff\xfe"],
        cwd=workspace.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parent.parent)},
    ) as process:
        out, err = process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert err.startswith(b"kqa: no article has the key ")
    assert b"Traceback" not in err


def test_help_is_quick(workspace: Workspace) -> None:
    best = 9.0
    for _ in range(3):
        started = time.perf_counter()
        with kqa("--help", cwd=workspace.root) as process:
            process.communicate()
        best = min(best, time.perf_counter() - started)
    assert best < 0.6  # 0.07 s on a quiet machine; importing an engine would cost more than this on any


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told_in_one_line(workspace: Workspace) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kqa", "articles"],
            cwd=workspace.root,
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parent.parent)},
        )
    assert (done.returncode, done.stderr) == (2, b"kqa: the system refused: No space left on device\n")


def test_closed_streams_are_no_error(workspace: Workspace) -> None:
    command = f'"{sys.executable}" -m kqa articles >&- 2>&-'
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parent.parent)}
    assert subprocess.run(command, shell=True, cwd=workspace.root, env=environment).returncode == 0

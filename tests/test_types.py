"""The boundary types: frozen, slotted, comparable by value."""

import dataclasses

import pytest

from kqa import types

BOUNDARY = [c for c in vars(types).values() if dataclasses.is_dataclass(c)]
PASSAGE = types.Passage("a", 0, 5, "Words", "paragraph", ("1. S",), "sec. 1, para. 1")


@pytest.mark.parametrize("boundary", BOUNDARY, ids=lambda c: c.__name__)
def test_a_boundary_type_is_frozen_slotted_and_documented(boundary: type) -> None:
    assert boundary.__dataclass_params__.frozen
    assert "__slots__" in vars(boundary)
    assert boundary.__doc__
    assert not boundary.__doc__.startswith(f"{boundary.__name__}(")


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'text'"):
        PASSAGE.text = "Other words"


def test_equal_values_are_one_key() -> None:
    assert {PASSAGE: 1}[dataclasses.replace(PASSAGE)] == 1
    assert dataclasses.replace(PASSAGE, start=1) != PASSAGE

"""Errors: exit codes, places and hints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.errors import (
    DifferentError,
    InputError,
    MediaframeError,
    ModelFileError,
    Place,
    nearest,
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(MediaframeError, 1, id="failed"),
        pytest.param(DifferentError, 1, id="did not come out again"),
        pytest.param(InputError, 2, id="wrong input"),
        pytest.param(ModelFileError, 2, id="damaged model"),
    ],
)
def test_every_error_is_caught_as_one_kind_and_has_its_exit_code(error, code):
    raised = error("what, and what to do")

    assert isinstance(raised, MediaframeError)
    assert raised.exit_code == code
    assert str(raised) == "what, and what to do"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        pytest.param(Place("a.yaml"), "a.yaml", id="file"),
        pytest.param(Place("a.yaml", 3), "a.yaml:3", id="file and line"),
        pytest.param(Place("a.yaml", 3, 7), "a.yaml:3:7", id="file, line and column"),
        pytest.param(Place("-s head.C=x"), "-s head.C=x", id="override"),
    ],
)
def test_a_place_shows_as_much_as_is_known(place, shown):
    assert str(place) == shown


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        pytest.param("hed", ["head", "seed"], "did you mean 'head'?", id="one letter short"),
        pytest.param("ngram", ("ngrams", "min_df"), "did you mean 'ngrams'?", id="a plural"),
        pytest.param("zzz", ["b", "a"], "choose from a, b", id="nothing near: all, in order"),
        pytest.param("", ["b", "a"], "choose from a, b", id="nothing given"),
        pytest.param("hed", {"head": 1, "zoo": 2}, "did you mean 'head'?", id="keys of a mapping"),
        pytest.param("hed", iter(["head"]), "did you mean 'head'?", id="an iterator"),
    ],
)
def test_the_hint_names_the_nearest_or_all(name, known, hint):
    assert nearest(name, known) == hint


@given(st.lists(st.text("abc_", min_size=1), min_size=1, unique=True))
def test_the_hint_does_not_depend_on_the_order_of_the_names(names):
    hints = {nearest("ab", order) for order in (names, names[::-1], sorted(names))}

    assert len(hints) == 1


@given(st.lists(st.text("abcdefgh", min_size=1), min_size=1), st.data())
def test_a_known_name_is_its_own_nearest(names, data):
    name = data.draw(st.sampled_from(names))

    assert nearest(name, names) == f"did you mean {name!r}?"

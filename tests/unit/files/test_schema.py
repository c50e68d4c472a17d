"""Sections: closed and frozen, and each mistake is told with its place, its key and a remedy."""

from typing import Annotated, Literal

import pytest
from pydantic import Field, model_validator

from mediaframe.errors import InputError
from mediaframe.files.schema import Section, check
from mediaframe.files.yaml import parse_yaml


class Circle(Section):
    """A shape with a size."""

    kind: Literal["circle"]
    radius: float = Field(gt=0)


class Square(Section):
    """Another shape with a size."""

    kind: Literal["square"]
    side: float = Field(gt=0)


class Drawing(Section):
    """A section with each form that a section can take."""

    title: str
    shape: Annotated[Circle | Square, Field(discriminator="kind")] = Circle(
        kind="circle", radius=1.0
    )
    frame: Square | None = None
    ink: Literal["black", "blue"] = "black"
    points: tuple[Circle, ...] = ()
    named: dict[str, Circle] = Field({}, description="Shapes by name.")

    @model_validator(mode="after")
    def _check_title(self) -> "Drawing":
        if self.title == self.ink:
            msg = "title and ink are the same; rename one"
            raise ValueError(msg)
        return self


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("ink: blue\n", "a.yaml:1:1: title: missing; add it", id="missing"),
        pytest.param(
            "titel: a\n",
            "a.yaml:1:1: title: missing; add it\na.yaml:1:1: titel: unknown key; did you mean 'title'?",
            id="every mistake has its line",
        ),
        pytest.param(
            "title: a\nzzz: 1\n",
            "a.yaml:2:1: zzz: unknown key; choose from frame, ink, named, points, shape, title",
            id="unknown key, none near",
        ),
        pytest.param(
            "title: a\nink: bleu\n", "a.yaml:2:1: ink: is 'bleu', must be 'black' or 'blue'", id="choice"
        ),
        pytest.param(
            "title:\n", "a.yaml:1:1: title: is empty; input should be a valid string", id="empty"
        ),
        pytest.param(
            "title: 7\n", "a.yaml:1:1: title: is 7; input should be a valid string", id="another type"
        ),
        pytest.param(
            "title: black\n", "a.yaml:1:1: title and ink are the same; rename one", id="two values"
        ),
        pytest.param(
            "title: a\nshape: {kind: square, size: 1, side: 1}\n",
            "a.yaml:2:23: shape.size: unknown key; did you mean 'side'?",
            id="keys of the kind that was chosen",
        ),
        pytest.param(
            "title: a\nshape: {radius: 1}\n",
            "a.yaml:2:1: shape: is {'radius': 1}; unable to extract tag using discriminator 'kind'",
            id="no kind",
        ),
        pytest.param(
            "title: a\nframe: {kind: square, sied: 1, side: 2}\n",
            "a.yaml:2:23: frame.sied: unknown key; did you mean 'side'?",
            id="an optional section",
        ),
        pytest.param(
            "title: a\npoints:\n  - {kind: circle, radius: 1}\n  - {kind: circle, radius: 0}\n",
            "a.yaml:4:20: points.1.radius: is 0; input should be greater than 0",
            id="in a list",
        ),
        pytest.param(
            "title: a\npoints:\n  - {kind: circle, radius: 1, raduis: 1}\n",
            "a.yaml:3:31: points.0.raduis: unknown key; did you mean 'radius'?",
            id="unknown key in a list",
        ),
        pytest.param(
            "title: a\nnamed:\n  one: {kind: circle, radius: 1, raduis: 1}\n",
            "a.yaml:3:34: named.one.raduis: unknown key; did you mean 'radius'?",
            id="unknown key in a mapping",
        ),
        pytest.param(
            "title: a\nshape: {kind: circle, radius: .nan}\n",
            "a.yaml:2:23: shape.radius: is nan; input should be a finite number",
            id="not a number",
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_place_key_and_remedy(text, message):
    with pytest.raises(InputError) as caught:
        check(Drawing, parse_yaml(text, "a.yaml"))

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        pytest.param("sqare", "unknown kind 'sqare'; did you mean 'square'?", id="misspelt"),
        pytest.param("7", "unknown kind '7'; choose from circle, square", id="a number"),
    ],
)
def test_an_unknown_kind_names_the_nearest(kind, hint):
    with pytest.raises(InputError) as caught:
        check(Drawing, parse_yaml(f"title: a\nshape: {{kind: {kind}}}\n", "a.yaml"))

    assert str(caught.value).startswith("a.yaml:2:")
    assert str(caught.value).endswith(hint)


def test_a_section_without_keys_takes_none():
    class Nothing(Section):
        """Takes no key."""

    with pytest.raises(InputError) as caught:
        check(Nothing, parse_yaml("a: 1\n", "a.yaml"))

    assert str(caught.value) == "a.yaml:1:1: a: unknown key; remove it"


def test_a_key_named_as_a_kind_does_not_move_the_mistake_beside_it():
    with pytest.raises(InputError) as caught:
        check(
            Drawing,
            parse_yaml("title: a\nshape: {kind: circle, circle: 1, radius: -1}\n", "a.yaml"),
        )

    assert "a.yaml:2:34: shape.radius: is -1; input should be greater than 0" in str(caught.value)


def test_a_section_is_frozen():
    drawing = check(Drawing, parse_yaml("title: a\n", "a.yaml"))

    with pytest.raises(ValueError, match="frozen"):
        drawing.title = "b"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("title: a\nshape: {kind: circle, radius: '2'}", "radius: is '2'; input should be a valid number", id="text for a number"),
        pytest.param("title: a\nshape: {kind: circle, radius: true}", "radius: is True; input should be a valid number", id="true for a number"),
        pytest.param("title: a\nnamed: {a: {kind: circle, radius: yes}}", "named.a.radius: is 'yes'; input should be a valid number", id="yes for a number"),
        pytest.param("title: 5", "title: is 5; input should be a valid string", id="number for a text"),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_not_taken_for_one_of_the_right_type(text, message):
    with pytest.raises(InputError) as refused:
        check(Drawing, parse_yaml(text, "a.yaml"))

    assert message in str(refused.value)


def test_a_whole_number_is_a_number_too():
    drawing = check(
        Drawing, parse_yaml("title: a\nshape: {kind: circle, radius: 2}\npoints: []\n", "a.yaml")
    )

    assert drawing.shape == Circle(kind="circle", radius=2.0)

"""The codebook: what each label means, the rules for hard cases, and a rule baseline, as data."""

import operator
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from mediaframe.errors import InputError, nearest
from mediaframe.files.schema import SNAKE_NAME, NonEmpty, Section, check
from mediaframe.files.text import shorten
from mediaframe.files.yaml import parse_yaml, read_yaml

BUNDLED = "bundled"
LONGEST_TITLE = 60  # characters of a ruling without one

SnakeName = Annotated[str, StringConstraints(pattern=SNAKE_NAME, max_length=60)]
Signal = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_:+]*$", max_length=60)]


class Label(Section):
    """One yes/no label of a sentence."""

    name: SnakeName = Field(description="Name of the label in data, in snake_case.")
    letter: str = Field("", max_length=3, description="Short form for tables.")
    definition: NonEmpty = Field(description="What a sentence must show to carry the label.")
    test: str = Field("", description="The question a coder asks.")
    rule: tuple[tuple[Signal, ...], ...] = Field(
        (),
        description="Rule baseline: every line must be met by one of the cue classes or signals it names.",
    )
    implies: tuple[SnakeName, ...] = Field(
        (),
        description="Labels that a sentence must carry to carry this one; without them it is never given.",
    )


class Ruling(Section):
    """A ruling for a hard case."""

    number: int = Field(ge=1, description="Number by which coders cite the rule.")
    title: str = Field("", description="What the rule is about.")
    text: NonEmpty = Field(description="The ruling.")

    @property
    def about(self) -> str:
        """What the rule is about, in a few words: its title, or else how it begins."""
        return self.title or shorten(self.text, LONGEST_TITLE)


class Example(Section):
    """A sentence with the labels it carries."""

    text: NonEmpty = Field(description="The sentence.")
    labels: tuple[SnakeName, ...] = Field(description="Its labels; empty for none.")
    rule: int | None = Field(None, description="Number of the rule that settles it.")


class Codebook(Section):
    """A set of labels with definitions, rules and examples, under a version."""

    name: SnakeName = Field(description="Name of the codebook.")
    version: NonEmpty = Field(
        description="Version that runs and models record; change it with every ruling."
    )
    unit: str = Field("", description="What is labelled.")
    exclusive: bool = Field(
        default=False,
        exclude_if=operator.not_,  # so that what is recorded of other codebooks stays as it was
        description="Whether labels exclude each other: a sentence carries one of them, or none.",
    )
    labels: tuple[Label, ...] = Field(
        min_length=1, description="The labels, in the order of tables."
    )
    rulings: tuple[Ruling, ...] = Field((), description="Rulings for hard cases.")
    examples: tuple[Example, ...] = Field((), description="Sentences that show the labels.")
    lexicon: dict[SnakeName, tuple[NonEmpty, ...]] = Field(
        {}, description="Further cue classes: name to terms, the forms of a term parted by `|`."
    )

    @property
    def label_names(self) -> tuple[str, ...]:
        """Names of the labels, in order."""
        return tuple(label.name for label in self.labels)

    @property
    def rules(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The rule baseline of each label that has one."""
        return {label.name: label.rule for label in self.labels if label.rule}

    @property
    def implied(self) -> dict[str, tuple[str, ...]]:
        """All that each label implies, directly or through another; labels that imply nothing are left out."""
        direct = {label.name: label.implies for label in self.labels if label.implies}
        return {name: tuple(dict.fromkeys(_follow(name, direct))) for name in direct}

    @property
    def has_rules(self) -> bool:
        """Whether every label has a rule baseline."""
        return len(self.rules) == len(self.labels)

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        """Refuse a label or rule that stands twice, and examples of unknown labels."""
        for kind, names in (
            ("label", self.label_names),
            ("ruling", [ruling.number for ruling in self.rulings]),
        ):
            if len(set(names)) < len(names):
                msg = f"a {kind} stands twice among {', '.join(map(str, names))}; keep one"
                raise ValueError(msg)
        for example in self.examples:
            for label in set(example.labels) - set(self.label_names):
                msg = f"example {example.text!r} has the unknown label {label!r}; {nearest(label, self.label_names)}"
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _check_logic(self) -> Self:
        """Refuse a label that implies an unknown one or itself, and examples against the logic."""
        for label in self.labels:
            for implied in set(label.implies) - set(self.label_names):
                msg = f"label {label.name} implies the unknown {implied!r}; {nearest(implied, self.label_names)}"
                raise ValueError(msg)
        for name, others in self.implied.items():
            if name in others:
                msg = f"label {name} implies itself; take it out of `implies`, there or at {', '.join(others)}"
                raise ValueError(msg)
        for example in self.examples:
            for name in set(example.labels) & set(self.implied):
                for implied in set(self.implied[name]) - set(example.labels):
                    msg = f"example {example.text!r} has {name}, which implies {implied}; give it that too"
                    raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _check_exclusive(self) -> Self:
        """Refuse what no sentence can meet where labels exclude each other."""
        if not self.exclusive:
            return self
        for name, others in self.implied.items():
            msg = f"label {name} implies {others[0]}, but labels are exclusive; take out `implies`, or `exclusive`"
            raise ValueError(msg)
        for example in self.examples:
            if len(example.labels) > 1:
                msg = f"example {example.text!r} has {' and '.join(example.labels)}, but labels are exclusive; keep one"
                raise ValueError(msg)
        return self

    def check_labels(self, labels: Sequence[str], where: object, key: str = "labels") -> None:
        """Refuse a label that the codebook does not define; `where` names the place in the message.

        Raises:
            InputError: an unknown label, with the nearest known one.
        """
        for label in labels:
            if label not in self.label_names:
                msg = (
                    f"{where}: {key}: {label!r} is not a label of codebook {self.name} "
                    f"{self.version}; {nearest(label, self.label_names)}"
                )
                raise InputError(msg)

    def check_coding(self, labels: Sequence[str], where: object, key: str = "labels") -> None:
        """Refuse what no sentence can carry: an unknown label, or two that exclude each other.

        Raises:
            InputError: as `check_labels`; two labels of an exclusive codebook.
        """
        self.check_labels(labels, where, key)
        if self.exclusive and len(labels) > 1:
            msg = (
                f"{where}: {key}: {' and '.join(labels)}, but the labels of codebook {self.name} {self.version} exclude each "
                "other; keep one, or take `exclusive` out of the codebook"
            )
            raise InputError(msg)


def _follow(name: str, direct: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield what a label implies; each label is followed once, so that a circle ends."""
    waiting, seen = list(direct[name]), set[str]()
    while waiting:
        implied = waiting.pop(0)
        yield implied
        if implied not in seen:
            seen.add(implied)
            waiting += direct.get(implied, ())


def load_codebook(path: str | Path = BUNDLED) -> Codebook:
    """Return the codebook that ships (`bundled`) or the one in a YAML file.

    Raises:
        InputError: missing, not YAML, or not a codebook, with file, line and column.
    """
    if str(path) == BUNDLED:
        return _bundled_codebook()
    return check(Codebook, read_yaml(Path(path)))


@cache
def _bundled_codebook() -> Codebook:
    source = files("mediaframe.codebook") / "codebook.yaml"
    return check(Codebook, parse_yaml(source.read_text(encoding="utf-8"), "codebook.yaml"))

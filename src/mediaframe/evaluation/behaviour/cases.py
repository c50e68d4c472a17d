"""Cases of behaviour: little articles, the labels that the codebook gives them, and the rule each tests.

After Ribeiro, Wu, Guestrin and Singh 2020, *Beyond Accuracy: Behavioral Testing of NLP Models with CheckList*.
Each capability is a YAML file beside this module. Braces in a text stand for what varies: `{said|claimed}` names the
choices, `{person}` takes those of a slot of the file. All braces of a case move on together, so that a case has as
many variants as its longest list of choices.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from mediaframe.codebook import Codebook, load_codebook
from mediaframe.config import Grid
from mediaframe.files.schema import NonEmpty, Section, check
from mediaframe.files.yaml import parse_yaml

NONE = "none"  # the letters of a sentence without labels

Kind = Literal["minimum", "direction", "invariance"]
Letters = Annotated[str, StringConstraints(pattern=rf"^({NONE}|[A-Z]+)$")]
Slots = dict[str, tuple[str, ...]]

_BRACES = re.compile(r"\{([^{}]*)\}")


class CaseEntry(Section):
    """One case as written by hand; the sentences around the one that is judged are its context."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z-]+-\d{2,}$")] = Field(
        description="Name of the case, never given to another one."
    )
    rule: Grid[int | Letters] = Field(
        description="Number of the rule it tests, or letter of the label whose definition it tests."
    )
    labels: Grid[Letters] = Field(
        description="Letters of the labels of the sentence, as in `AO`, or `none`; a list of two before and after."
    )
    before: tuple[NonEmpty, ...] = Field((), description="Sentences before the one that is judged.")
    text: NonEmpty = Field(description="The sentence that is judged.")
    after: tuple[NonEmpty, ...] = Field((), description="Sentences after the one that is judged.")


class CapabilityFile(Section):
    """One capability: what is tested, how, and on which cases."""

    title: NonEmpty = Field(description="The claim that the cases test.")
    kind: Kind = Field(
        description="`minimum`: the labels are those given; `direction`: a change turns labels on or off; "
        "`invariance`: a change turns none."
    )
    note: NonEmpty = Field(description="What the claim rests on.")
    slots: Slots = Field({}, description="Choices that several cases share, by name.")
    cases: tuple[CaseEntry, ...] = Field(min_length=1, description="The cases.")

    @model_validator(mode="after")
    def _check_cases(self) -> Self:
        """Refuse ids that stand twice, unknown slots, and cases that do not suit the kind."""
        for name, count in Counter(case.id for case in self.cases).items():
            if count > 1:
                msg = f"case {name!r} stands {count} times; number them anew"
                raise ValueError(msg)
        for case in self.cases:
            variants = len(_written(case, self.slots))
            if not _suits(self.kind, variants, case.labels):
                msg = f"case {case.id!r} has {variants} variants and {len(case.labels)} sets of labels, which no {self.kind} has"
                raise ValueError(msg)
        return self


def _suits(kind: Kind, variants: int, labels: Sequence[Letters]) -> bool:
    """Whether a case has the variants and sets of labels that its kind needs."""
    match kind:
        case "minimum":
            return (variants, len(labels)) == (1, 1)
        case "direction":
            return variants == len(set(labels)) == 2  # noqa: PLR2004 - before and after
        case "invariance":
            return variants > 1 and len(labels) == 1


@dataclass(frozen=True)
class Variant:
    """An article in full, and the labels of the sentence of it that is judged."""

    sentences: tuple[str, ...]
    judged: int  # position among the sentences
    labels: frozenset[str]

    @property
    def text(self) -> str:
        """The sentence that is judged."""
        return self.sentences[self.judged]


@dataclass(frozen=True)
class Case:
    """A case with its variants written out."""

    id: str
    rules: tuple[int | str, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class Capability:
    """What a model should be able to do, and the cases that show it."""

    name: str
    title: str
    kind: Kind
    cases: tuple[Case, ...]


def read_capability(text: str, name: str, codebook: Codebook) -> Capability:
    """Return the capability that a YAML text describes.

    Raises:
        InputError: not YAML, an unknown key, label or slot, or a case that does not suit its kind, with its place.
    """
    document = parse_yaml(text, f"{name}.yaml")
    file = check(CapabilityFile, document)
    named = {label.letter: label.name for label in codebook.labels}
    cases = []
    for number, entry in enumerate(file.cases):
        letters = [() if one == NONE else tuple(one) for one in entry.labels]
        place = document.place_of(("cases", number, "labels"))
        codebook.check_labels([named.get(one, one) for group in letters for one in group], place)
        written = _written(entry, file.slots)
        variants = tuple(
            Variant(sentences, len(entry.before), frozenset(named[one] for one in group))
            for sentences, group in zip(written, _spread(letters, len(written)), strict=True)
        )
        cases.append(Case(entry.id, entry.rule, variants))
    return Capability(name, file.title, file.kind, tuple(cases))


def _spread(letters: Sequence[tuple[str, ...]], variants: int) -> Sequence[tuple[str, ...]]:
    """Return the letters of each variant: one set is that of all."""
    return letters if len(letters) == variants else list(letters) * variants


def _written(case: CaseEntry, slots: Slots) -> list[tuple[str, ...]]:
    """Return the sentences of each variant of a case.

    Raises:
        ValueError: braces that name neither choices nor a slot.
    """
    parts = (*case.before, case.text, *case.after)
    choices = {
        inside: _choices(inside, slots, case.id)
        for part in parts
        for inside in _BRACES.findall(part)
    }

    def written(part: str, number: int) -> str:
        return _BRACES.sub(lambda found: choices[found[1]][number % len(choices[found[1]])], part)

    variants = max(map(len, choices.values()), default=1)
    return [tuple(written(part, number) for part in parts) for number in range(variants)]


def _choices(inside: str, slots: Slots, case: str) -> Sequence[str]:
    """Return what braces may stand for.

    >>> _choices("said|claimed", {}, "x-01")
    ['said', 'claimed']
    """
    if inside in slots:
        return slots[inside]
    if "|" not in inside:
        msg = f"case {case!r} has {{{inside}}}, which is no slot of the file; write the choices as {{one|other}}"
        raise ValueError(msg)
    return inside.split("|")


@cache
def bundled_capabilities() -> tuple[Capability, ...]:
    """Return the capabilities that ship, for the codebook that ships, by name."""
    codebook = load_codebook()
    sources = (
        item
        for item in files("mediaframe.evaluation.behaviour").iterdir()
        if item.name.endswith(".yaml")
    )
    return tuple(
        read_capability(
            source.read_text(encoding="utf-8"), source.name.removesuffix(".yaml"), codebook
        )
        for source in sorted(sources, key=lambda item: item.name)
    )

"""Figures of the behavioural suite: how many of its cases a model passes."""

from typing import Literal

from pydantic import Field

from mediaframe.results.descriptions import CodebookVersion
from mediaframe.results.estimates import Interval, ResultSection
from mediaframe.results.tables import DASH, Table, interval

WORST = 3  # capabilities told in a line


class CasesPassed(ResultSection):
    """How many cases a model passes."""

    cases: int = Field(ge=1, description="Number of cases.")
    passed: int = Field(ge=0, description="Number of cases passed.")
    rate: Interval = Field(
        description="Share of cases passed, 0 to 1, with the Wilson interval over cases."
    )
    texts: int = Field(ge=1, description="Number of texts, each variant of a case counted.")
    texts_right: int = Field(ge=0, description="Number of texts given the codebook's labels.")


class _CapabilityClaim(ResultSection):
    title: str = Field(description="What a model of this capability can do.")
    kind: Literal["minimum", "direction", "invariance"] = Field(
        description="`minimum`: labels as in the codebook; `direction`: a change turns labels on or off; "
        "`invariance`: a change turns none."
    )


class CapabilityFigures(CasesPassed, _CapabilityClaim):  # whose keys come first in the file
    """How many cases of one capability a model passes."""

    failed: tuple[str, ...] = Field(description="Ids of the cases that it fails.")


class BehaviourFigures(ResultSection):
    """What a model passes of the behavioural suite."""

    codebook: CodebookVersion = Field(description="Codebook that the cases are written by.")
    confidence: float = Field(description="Coverage of the intervals, 0 to 1.")
    capabilities: dict[str, CapabilityFigures] = Field(description="Figures of each capability.")
    all: CasesPassed = Field(description="Figures of all cases together.")


def behaviour_table(behaviour: BehaviourFigures) -> Table:
    """Return how many cases of the behavioural suite were passed, a row a capability."""
    groups = [(each.title, each.kind, each) for each in behaviour.capabilities.values()]
    rows = [
        (
            title,
            kind,
            str(figures.cases),
            str(figures.passed),
            interval(figures.rate),
            f"{figures.texts_right} of {figures.texts}",
        )
        for title, kind, figures in [*groups, ("all", DASH, behaviour.all)]
    ]
    header = ("capability", "kind", "cases", "passed", "pass rate", "texts right")
    caption = (
        f"Cases written by hand, with {behaviour.confidence:.0%} Wilson intervals over cases; texts count the variants "
        "of each case too. Minimum: the codebook's labels. Direction: a change turns labels on or off. Invariance: a "
        "change turns none, be they right or wrong."
    )
    return Table("behaviour", caption, header, tuple(rows))


def behaviour_headline(behaviour: BehaviourFigures) -> str:
    """Return the outcome in one sentence."""
    every = behaviour.all
    return f"{every.passed} of {every.cases} cases passed; {every.texts_right} of {every.texts} texts labelled as the codebook has it."


def behaviour_line(behaviour: BehaviourFigures) -> str:
    """Return the outcome with the capabilities that a model is worst at, in a line."""
    every = behaviour.all
    failed = [name for name, each in behaviour.capabilities.items() if each.passed < each.cases]
    worst = sorted(failed, key=lambda name: behaviour.capabilities[name].rate.value or 0.0)[:WORST]
    told = "; ".join(
        f"“{each.title}” {each.passed} of {each.cases}"
        for each in map(behaviour.capabilities.__getitem__, worst)
    )
    return f"{every.passed} of {every.cases} cases passed{f'; worst: {told}' if told else ''}."

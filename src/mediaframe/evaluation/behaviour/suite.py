"""The suite: run a model over the cases, count what it passes, keep what it fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from mediaframe.codebook import load_codebook
from mediaframe.errors import InputError
from mediaframe.evaluation.behaviour.cases import Capability, Case, bundled_capabilities
from mediaframe.evaluation.description import codebook_version
from mediaframe.files.rows import Row
from mediaframe.files.summary import Summarised, Summary
from mediaframe.results.behaviour import (
    BehaviourFigures,
    CapabilityFigures,
    CasesPassed,
    behaviour_headline,
    behaviour_table,
)
from mediaframe.results.estimates import Interval
from mediaframe.results.metrics import DIGITS

CONFIDENCE = 0.95


class Predictor(Protocol):
    """Whatever labels sentences in their articles, as a loaded model does."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the labels, in the order of the columns."""

    def predict(self, sentences: Sequence[str], articles: Sequence[str]) -> NDArray[np.int64]:
        """Return (sentences, labels): 1 where a label is given."""


@dataclass(frozen=True)
class Tried:
    """A case and the labels that a model gave to each of its variants."""

    capability: Capability
    case: Case
    given: tuple[frozenset[str], ...]

    @property
    def right(self) -> int:
        """How many variants have the labels of the codebook."""
        pairs = zip(self.case.variants, self.given, strict=True)
        return sum(variant.labels == given for variant, given in pairs)

    @property
    def is_passed(self) -> bool:
        """Whether the model did what the kind of the capability asks for."""
        match self.capability.kind:
            case "minimum":
                return self.right == len(self.given)
            case "direction":
                expected = [variant.labels for variant in self.case.variants]
                changing = frozenset.symmetric_difference(*expected)
                return [one & changing for one in self.given] == [
                    one & changing for one in expected
                ]
            case "invariance":
                return len(set(self.given)) == 1


@dataclass(frozen=True, repr=False)
class Behaviour(Summarised):
    """What a model passes, and the cases that it fails."""

    figures: BehaviourFigures
    failures: tuple[Row, ...]

    def summary(self) -> Summary:
        """Return the result in a sentence, and what is passed of each capability."""
        table = behaviour_table(self.figures)
        return Summary(behaviour_headline(self.figures), rows=(table.header, *table.rows))


def measure_behaviour(
    model: Predictor, capabilities: Sequence[Capability] | None = None
) -> Behaviour:
    """Return how many cases of each capability a model passes, with Wilson intervals, and those it fails.

    A case is passed as a whole. `minimum`: its labels are those of the codebook. `direction`: the labels that should
    change are right before and after. `invariance`: all variants get the same labels, right or wrong. Intervals
    count hand-written cases, never their variants, which are much alike.

    Args:
        model: a loaded model, or anything that predicts as one.
        capabilities: by default those that ship.

    Raises:
        InputError: a model of other labels than those of the codebook that ships.
    """
    codebook = load_codebook()
    if set(model.labels) != set(codebook.label_names):
        msg = (
            f"labels: {', '.join(model.labels)}; the cases have {', '.join(codebook.label_names)}, "
            f"so name a model of codebook {codebook.name}"
        )
        raise InputError(msg)
    tried = _try(model, bundled_capabilities() if capabilities is None else capabilities)
    by_capability: dict[str, list[Tried]] = {}
    for one in tried:
        by_capability.setdefault(one.capability.name, []).append(one)
    figures = BehaviourFigures(
        codebook=codebook_version(codebook),
        confidence=CONFIDENCE,
        capabilities={
            name: CapabilityFigures(
                title=group[0].capability.title,
                kind=group[0].capability.kind,
                **dict(_count(group)),
                failed=tuple(one.case.id for one in group if not one.is_passed),
            )
            for name, group in by_capability.items()
        },
        all=_count(tried),
    )
    return Behaviour(figures, tuple(_to_row(one) for one in tried if not one.is_passed))


def _try(model: Predictor, capabilities: Sequence[Capability]) -> list[Tried]:
    """Return what a model says of every case; each variant is an article of its own."""
    cases = [(capability, case) for capability in capabilities for case in capability.cases]
    variants = [variant for _, case in cases for variant in case.variants]
    texts = [text for variant in variants for text in variant.sentences]
    articles = [str(number) for number, variant in enumerate(variants) for _ in variant.sentences]
    ends = np.cumsum([len(variant.sentences) for variant in variants])
    judged = [
        end - len(variant.sentences) + variant.judged
        for variant, end in zip(variants, ends, strict=True)
    ]
    decisions = model.predict(texts, articles)[judged].astype(bool)
    names = np.array(model.labels, dtype=object)
    given = iter([frozenset(names[row]) for row in decisions])
    return [
        Tried(capability, case, tuple(islice(given, len(case.variants))))
        for capability, case in cases
    ]


def _count(tried: Sequence[Tried]) -> CasesPassed:
    """Return how many cases were passed, with an interval, and how many texts were labelled as the codebook has it."""
    passed = sum(one.is_passed for one in tried)
    # Wilson 1927, *Probable Inference, the Law of Succession, and Statistical Inference*
    bounds = binomtest(passed, len(tried)).proportion_ci(CONFIDENCE, method="wilson")
    value, low, high = (
        round(float(figure), DIGITS) for figure in (passed / len(tried), bounds.low, bounds.high)
    )
    return CasesPassed(
        cases=len(tried),
        passed=passed,
        rate=Interval(value=value, low=low, high=high),
        texts=sum(len(one.given) for one in tried),
        texts_right=sum(one.right for one in tried),
    )


def _to_row(tried: Tried) -> Row:
    """Return a case and what a model made of it, as a row of JSON Lines."""
    return {
        "id": tried.case.id,
        "capability": tried.capability.name,
        "kind": tried.capability.kind,
        "rules": list(tried.case.rules),
        "variants": [
            {
                "before": list(variant.sentences[: variant.judged]),
                "text": variant.text,
                "after": list(variant.sentences[variant.judged + 1 :]),
                "expected": sorted(variant.labels),
                "given": sorted(given),
            }
            for variant, given in zip(tried.case.variants, tried.given, strict=True)
        ],
    }

"""What must be known before the figures of a run are believed: `findings.json`."""

import re
from collections.abc import Iterable, Iterator
from typing import Self

from pydantic import ConfigDict, Field

from mediaframe.config import FindingCode
from mediaframe.results.estimates import ResultSection
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.systems import MODEL
from mediaframe.results.tables import number, spelled
from mediaframe.results.worth.catalogue import CATALOGUE, SEVERITIES, Severity
from mediaframe.results.worth.limits import (
    ARTICLES,
    ARTICLES_FOR_P,
    LIMITS,
    POSITIVES,
    TEST_SHARE,
    TOO_OFTEN,
)
from mediaframe.results.worth.verdicts import (
    RULES,
    LabelVerdict,
    baseline_name,
    corpus_sentences,
    judge_label,
    labels_sentence,
    lead,
    lead_sentence,
)

LEFT_OUT = "they share near-duplicates with articles of test, or split.train_share is below 1"
_SETTING = re.compile(r"(\w+)=(-?\d[\d.e+-]*)(?=[,)])")


class Finding(ResultSection):
    """One thing that was found."""

    code: FindingCode = Field(description="By which it is muted in `report.mute`.")
    severity: Severity = Field(
        description="`serious`: the figures mislead; `warning`: read them with care; `note`: good to know."
    )
    label: str | None = Field(description="The label it is about; null where it is about all.")
    text: str = Field(description="What was found.")
    why: str = Field(description="Why it matters.")
    advice: str = Field(description="What to do.")


class DrawnLine(ResultSection):
    """A line that verdicts and findings are drawn at."""

    value: float = Field(description="Where it is drawn.")
    what: str = Field(description="What it parts.")
    because: str = Field(description="Why there.")


class Worth(ResultSection):
    """What a result is worth, in words; the contents of `findings.json`."""

    model_config = ConfigDict(title="findings.json of mediaframe")

    summary: tuple[str, ...] = Field(
        description="Whether the model is told from its baselines, its labels by verdict, and what the corpus is."
    )
    labels: dict[str, LabelVerdict] = Field(description="What it is worth for each label.")
    findings: tuple[Finding, ...] = Field(description="What was found, the gravest first.")
    muted: dict[str, int] = Field(description="How many findings of each code were muted.")
    limits: tuple[DrawnLine, ...] = Field(description="The lines that were drawn, with reasons.")

    @classmethod
    def of(cls, scores: EvaluationScores, mute: Iterable[FindingCode] = ()) -> Self:
        """Return what scores are worth, without the findings that are muted."""
        verdicts = {label: judge_label(scores, label) for label in scores.labels}
        found = sorted(
            _all_findings(scores, verdicts), key=lambda each: SEVERITIES.index(each.severity)
        )
        muted = set(mute)
        hidden = [each.code for each in found if each.code in muted]
        return cls(
            summary=tuple(_summary(scores, verdicts)),
            labels=verdicts,
            findings=tuple(each for each in found if each.code not in muted),
            muted={code: hidden.count(code) for code in sorted(set(hidden))},
            limits=tuple(DrawnLine(**limit._asdict()) for limit in LIMITS),
        )

    @property
    def groups(self) -> list[list[Finding]]:
        """The findings by their codes, the gravest first."""
        codes = dict.fromkeys(each.code for each in self.findings)
        return [[each for each in self.findings if each.code == code] for code in codes]


Found = Iterator[tuple[FindingCode, str | None, str]]
"""Code, label or none, and what was found."""


def _summary(scores: EvaluationScores, verdicts: dict[str, LabelVerdict]) -> Iterator[str]:
    yield from (lead_sentence(scores, name) for name in scores.differences)
    if not scores.differences:
        yield "The model was compared with nothing: whether it knows more than how to say yes is not known."
    yield labels_sentence(verdicts)
    yield from corpus_sentences(scores)


def _all_findings(scores: EvaluationScores, verdicts: dict[str, LabelVerdict]) -> Iterator[Finding]:
    checks = (_seen, _data, _baselines, _coding, _training)
    found = [entry for check in checks for entry in check(scores)]
    for label, verdict in verdicts.items():
        found += _of_label(scores, label, verdict)
    for code, about, text in found:
        kind = CATALOGUE[code]
        yield Finding(
            code=code,
            severity=kind.severity,
            label=about,
            text=text,
            why=kind.why,
            advice=kind.advice,
        )


def _seen(scores: EvaluationScores) -> Found:
    """Find whether training saw what is tested."""
    if scores.is_trained_here:
        yield (
            "MF01",
            None,
            "The model was trained on articles of this very corpus: the figures are too good, and tell nothing about other "
            "texts.",
        )
    if scores.shared_articles:
        yield (
            "MF02",
            None,
            f"{scores.shared_articles} articles stand in train and in test: the figures are too good, and tell nothing about "
            "articles never seen.",
        )


def _data(scores: EvaluationScores) -> Found:
    """Find what the corpus and its parts are too small for, or what is not in them."""
    if scores.origin.bundled != "none":
        part = "The corpus is" if scores.origin.bundled == "all" else "A part of the corpus is"
        yield "MF03", None, f"{part} the bundled one: invented news, coded by a language model."
    articles = scores.test.articles
    if articles < ARTICLES.value:
        much = (
            "too few for figures or intervals to be relied on, and for anything to be told from chance"
            if articles < ARTICLES_FOR_P.value
            else "intervals are too narrow"
        )
        count = f"{articles} {'article' if articles == 1 else 'articles'}"
        yield "MF12", None, f"Test holds {count}: {much}."
    if scores.train:
        share = articles / (articles + scores.train.articles)
        if share < TEST_SHARE.value:
            yield "MF13", None, f"Test holds {share:.1%} of the articles of train and test."
    if scores.unmet_share:
        yield "MF14", None, scores.unmet_share
    if left_out := scores.left_out_articles:
        yield "MF15", None, f"{left_out} articles stand in neither train nor test: {LEFT_OUT}."


def _baselines(scores: EvaluationScores) -> Found:
    """Find the baselines that the model is not told to be better than."""
    if not scores.differences:
        yield "MF17", None, "The model was compared with no baseline."
    for name, difference in scores.differences.items():
        if lead(difference.macro, scores.confidence) in {"not told", "below"}:
            text = f"The model is not shown to be better than {baseline_name(name)}."
            yield "MF05" if name == RULES else "MF04", None, text


def _coding(scores: EvaluationScores) -> Found:
    """Find whether nobody knows how steady the coding is."""
    if scores.coders is None:
        yield (
            "MF18",
            None,
            "No sentence of test was coded by two: how steady the coding is stays unknown.",
        )


def _training(scores: EvaluationScores) -> Found:
    """Find settings at the edge of what was tried, and fits that gave up."""
    for label, chosen in (scores.chosen or {}).items():
        for key, value, tried in _edges(chosen, [each.head for each in scores.tuning or ()]):
            listed = ", ".join(f"{one:g}" for one in tried)
            end = "largest" if value == tried[-1] else "smallest"
            yield (
                "MF11",
                label,
                f"{spelled(label)}: {key}={value:g} was chosen, the {end} of {listed}.",
            )
    stopped = {label: count for label, count in (scores.unconverged or {}).items() if count}
    if stopped:
        counts = ", ".join(f"{spelled(label)} {count}" for label, count in stopped.items())
        yield "MF16", None, f"Fits that stopped before they converged: {counts}."


def _edges(chosen: str, tried: Iterable[str]) -> Iterator[tuple[str, float, list[float]]]:
    """Yield the settings of a head that lie at either end of the values tried, with those values.

    >>> list(_edges("ridge (alpha=3)", ["ridge (alpha=1)", "ridge (alpha=3)"]))
    [('alpha', 3.0, [1.0, 3.0])]
    """
    grids: dict[str, set[float]] = {}
    for head in tried:
        for key, value in _SETTING.findall(head):
            grids.setdefault(key, set()).add(float(value))
    for key, value in _SETTING.findall(chosen):
        grid = sorted(grids.get(key, ()))
        if len(grid) > 1 and float(value) in (grid[0], grid[-1]):
            yield key, float(value), grid


def _of_label(scores: EvaluationScores, label: str, verdict: LabelVerdict) -> Found:
    """Find what a label is not worth, and whether it is decided far more or less often than coded."""
    name = spelled(label)
    counts = scores.systems[MODEL].labels[label].counts
    if counts.positives < POSITIVES.value:
        count = f"{counts.positives} {'positive' if counts.positives == 1 else 'positives'}"
        yield "MF07", label, f"{name}: test has {count}, too few to say anything."
        return
    if verdict.verdict == "not told from chance":
        yield "MF06", label, f"{name}: not told from chance ({verdict.because})."
    elif verdict.verdict == "weak":
        yield "MF08", label, f"{name}: weak ({verdict.because})."
    given = counts.true_positives + counts.false_positives
    often = f"{name}: given to {given} sentences of test, coded in {counts.positives}"
    if given >= TOO_OFTEN.value * counts.positives:
        yield "MF09", label, f"{often}: {number(given / counts.positives)} times as many."
    elif given * TOO_OFTEN.value <= counts.positives:
        yield "MF10", label, f"{often}."

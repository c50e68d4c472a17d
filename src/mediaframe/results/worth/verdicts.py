"""Whether a model is told from its baselines, and what it is worth label by label, in words.

A difference is claimed by its p after correction, as in a comparison; the interval tells its size.
"""

from typing import Literal

from pydantic import Field

from mediaframe.results.estimates import LabelFigures, PairedDifference, ResultSection
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.systems import MODEL
from mediaframe.results.tables import interval, number, p_value, spelled
from mediaframe.results.worth.limits import ARTICLES_FOR_P, POSITIVES, USABLE

RULES = "rules"
BASELINES = {
    "always_yes": "saying yes to everything",
    "most_frequent": "giving the most frequent class to everything",
    RULES: "the codebook's rules",
}

Lead = Literal["above", "below", "not told", "undefined"]
Verdict = Literal["usable", "weak", "not told from chance", "too few to say"]


class LabelVerdict(ResultSection):
    """What the model is worth for one label."""

    verdict: Verdict = Field(
        description="`usable`; `weak`: told from chance, but too far from the coding; `not told from chance`: no better than "
        "a baseline that reads nothing; `too few to say`."
    )
    because: str = Field(description="What it rests on.")


def baseline_name(name: str) -> str:
    """Return what a baseline does, in words."""
    return BASELINES.get(name, spelled(name))


def lead(difference: PairedDifference, confidence: float) -> Lead:
    """Return on which side of another system the model is told to lie."""
    if difference.value is None:
        return "undefined"
    if not difference.is_told(confidence):
        return "not told"
    return "above" if difference.value > 0 else "below"


def chance_baselines(scores: EvaluationScores) -> list[str]:
    """Return the baselines that read nothing, which chance is told by."""
    return [name for name in scores.differences if name != RULES]


def sized(difference: PairedDifference) -> str:
    """Return a difference with its interval and p, as it stands in a sentence."""
    p = p_value(difference.p_holm)
    told = p if p.startswith("<") else f"= {p}"
    return f"{interval(difference)}, p {told}"


def lead_sentence(scores: EvaluationScores, baseline: str) -> str:
    """Return whether the model is told from a baseline by its mean F1, in a sentence."""
    name, difference = baseline_name(baseline), scores.differences[baseline].macro
    match lead(difference, scores.confidence):
        case "above":
            return f"The model is better than {name}: mean F1 higher by {sized(difference)}."
        case "below":
            return f"The model is worse than {name}: mean F1 differs by {sized(difference)}."
        case "not told":
            return f"The model is not told from {name}: mean F1 differs by {sized(difference)}."
        case "undefined":
            return f"The model cannot be held against {name}: no label has a positive in test."


def judge_label(scores: EvaluationScores, label: str) -> LabelVerdict:
    """Return what the model is worth for a label."""
    figures = scores.systems[MODEL].labels[label]
    positives, articles = figures.counts.positives, scores.test.articles
    if positives < POSITIVES.value:
        return LabelVerdict(
            verdict="too few to say",
            because=f"{positives} positives in test, fewer than {POSITIVES.value:g}",
        )
    if articles < ARTICLES_FOR_P.value:
        return LabelVerdict(
            verdict="too few to say",
            because=f"{articles} articles in test, of which nothing can be told from chance",
        )
    for name in chance_baselines(scores):
        difference = scores.differences[name].labels[label]
        if lead(difference, scores.confidence) != "above":
            return LabelVerdict(
                verdict="not told from chance",
                because=f"F1 differs from {baseline_name(name)} by {sized(difference)}",
            )
    return _judge_agreement(figures)


def _judge_agreement(figures: LabelFigures) -> LabelVerdict:
    """Return what the agreement of model and coding is worth, where there is enough to tell."""
    low = figures.mcc.low
    because = f"MCC {interval(figures.mcc)}, F1 {interval(figures.f1)}"
    if low is None or low <= 0:
        return LabelVerdict(verdict="not told from chance", because=because)
    if low < USABLE.value:
        return LabelVerdict(
            verdict="weak",
            because=f"{because}: it may agree with the coding no more than {number(low)}",
        )
    return LabelVerdict(verdict="usable", because=because)


def labels_sentence(verdicts: dict[str, LabelVerdict]) -> str:
    """Return the labels by their verdicts, in a sentence."""
    by_verdict: dict[str, list[str]] = {}
    for label, each in verdicts.items():
        by_verdict.setdefault(each.verdict, []).append(spelled(label))
    told = "; ".join(f"{verdict}: {', '.join(labels)}" for verdict, labels in by_verdict.items())
    return f"By label – {told}."


def corpus_sentences(scores: EvaluationScores) -> list[str]:
    """Return what the corpus is, and who coded it."""
    corpus, origin = scores.corpus, scores.origin
    size = f"{corpus.articles:,} articles, {corpus.sentences:,} sentences"
    if origin.bundled == "all":
        return [
            f"The corpus is the one that ships with mediaframe ({size}): invented news, written and coded by a language model. "
            "Its figures tell how a model reads these texts, and nothing of real news.",
            "Its two “coders” are two passes of one language model: how well they agree says how steady the coding is, not "
            "how right people would find it.",
        ]
    outlets = (
        f" of {origin.outlets:,} {'outlet' if origin.outlets == 1 else 'outlets'}"
        if origin.outlets
        else ""
    )
    dates = f", {origin.first_date} to {origin.last_date}" if origin.first_date else ""
    part = (
        " A part of it is the corpus that ships with mediaframe: invented news, written and coded by a language model."
        if origin.bundled == "part"
        else ""
    )
    return [f"The corpus is {corpus.name}: {size}{outlets}{dates}.{part}", _coding_sentence(scores)]


def _coding_sentence(scores: EvaluationScores) -> str:
    """Return who coded a corpus of one's own, and how far two of them agree."""
    coders = scores.origin.coders
    if scores.coders is None:
        who = f"by {', '.join(map(spelled, coders))}" if coders else "once"
        return f"It was coded {who}; no sentence of test by two, so how steady the coding is stays unknown."
    first, second = map(spelled, scores.coders.coders)
    return (
        f"What {first} and {second} both coded in test they agree on with a mean F1 of {interval(scores.coders.macro.f1)}: "
        "read the model's figures beside it."
    )

"""The answer of a study in words."""

from collections.abc import Iterator

from mediaframe.results.estimates import Interval
from mediaframe.results.study.answers import title_of
from mediaframe.results.study.scores import Answer, StudyScores, VariationScores
from mediaframe.results.tables import interval, number

MEASURES = {"f1": "macro-F1", "brier": "mean Brier score", "behaviour": "share of cases passed"}
"""What the measure over all labels or capabilities is called."""

COLUMN = {"f1": "F1", "brier": "Brier", "behaviour": "passed"}
"""What the measure of one label or capability is called."""

BEST = {"f1": ("Highest", 1), "brier": ("Lowest", -1), "behaviour": ("Highest", 1)}
"""What the best is called, and whether more is better (1) or less (−1)."""


FEW = 2  # answers that are told one by one
MOST_TOLD = 3  # variations that are named


def capital(text: str) -> str:
    """Return what begins a sentence."""
    return text[0].upper() + text[1:]


def study_headline(scores: StudyScores) -> str:
    """Return the answer: which variations are told from the reference, by the intervals, then the best of all.

    Of a curve, it is told of each line; over several corpora and splits, in how many of them.
    """
    answers = [answer for answer in scores.answers if _ranked(answer)]
    if len(answers) > 1:
        sentences = [*_told_over(scores, answers), _headline_over(scores, answers)]
        return " ".join(sentences)
    return " ".join(sentence for answer in answers for sentence in _headlines(scores, answer))


def _told(scores: StudyScores, answer: Answer) -> Iterator[str]:
    """Yield which variations lie on one side of the reference with their whole interval, the farthest first."""
    differing = sorted(_differing(answer), key=lambda row: -abs(_gap(row).value or 0.0))
    told = [row for row in differing if _gap(row).side]
    if not differing:
        return
    what = f"from {scores.reference} by its interval"
    if told:
        named = "; ".join(f"{row.variation} {interval(_gap(row))}" for row in told[:MOST_TOLD])
        more = f" and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
        rest = len(differing) - len(told)
        others = f"; the other {rest} {'is' if rest == 1 else 'are'} not" if rest else ""
        sentence = f"told {what}: {named}{more}{others}."
    else:
        far = differing[0]
        sentence = (
            f"no variation is told {what}; farthest is {far.variation}, {interval(_gap(far))}."
        )
    yield f"{_verdict(scores, [_gap(row).side for row in differing])}{sentence}"


def _verdict(scores: StudyScores, sides: list[int]) -> str:
    """Return yes or no, where the study says what it takes, as the beginning of a sentence."""
    better = BEST[scores.measure][1]
    match scores.yes_if:
        case None:
            return ""
        case "differs":
            is_yes = any(sides)
        case "better":
            is_yes = better in sides
        case "worse":
            is_yes = -better in sides
    return "Yes: " if is_yes else "No: "


def _told_over(scores: StudyScores, answers: list[Answer]) -> Iterator[str]:
    """Yield, of each variation, on how many corpora and splits it is told from the reference."""
    sides: dict[str, list[int]] = {}
    for answer in answers:
        for row in _differing(answer):
            sides.setdefault(row.variation, []).append(_gap(row).side)
    ranked = sorted(sides.items(), key=lambda each: -sum(map(abs, each[1])))
    named = [
        f"{name} above in {found.count(1)}, below in {found.count(-1)} of {len(found)}"
        for name, found in ranked[:MOST_TOLD]
    ]
    if named:
        every = [side for found in sides.values() for side in found]
        told = f"told from {scores.reference} by the intervals: {'; '.join(named)}."
        yield capital(f"{_verdict(scores, every)}{told}")


def _differing(answer: Answer) -> list[VariationScores]:
    return [
        row
        for row in answer.variations
        if row.difference and row.difference.macro.value is not None
    ]


def _gap(row: VariationScores) -> Interval:
    """Return how far a variation that has a reference lies above it."""
    assert row.difference is not None  # noqa: S101 - as chosen
    return row.difference.macro


def study_warnings(scores: StudyScores) -> list[str]:
    """Return why figures of a study are not to be believed: articles that stand in train and in test."""
    return [
        f"{title_of(scores, answer)}: sentences of one article stand in train and in test; the figures are too good, and tell "
        "nothing about articles never seen."
        for answer in scores.answers
        if _is_torn(scores, answer)
    ]


def _is_torn(scores: StudyScores, answer: Answer) -> bool:
    """Whether a seed has more articles on both sides than there are."""
    there = scores.corpora[answer.corpus].articles
    seeds = [seed for row in answer.variations for seed in row.seeds.values()]
    return scores.outer_folds is None and any(
        seed.train[0].articles + seed.test.articles > there for seed in seeds
    )


def _headlines(scores: StudyScores, answer: Answer) -> Iterator[str]:
    for line, curve in answer.curves.items():
        last, fit = curve.points[-1], curve.fit
        yield f"{line}: {interval(last)} with {last.articles:.0f} articles."
        if fit:
            more = fit.articles_for_a_point.value
            so_many = f"some {more:.0f} more" if more is not None else "no number of them"
            yield (
                f"Twice as many would bring {interval(fit.gain['2'])}, and {so_many} would bring .01, if the curve goes on "
                "as it is."
            )
    if not answer.curves:
        yield from map(capital, _told(scores, answer))
        best = _best(scores, answer)
        what, (superlative, _) = MEASURES[scores.measure], BEST[scores.measure]
        yield f"{superlative} {what} {interval(best.estimate.macro)}: {best.variation}."


def _headline_over(scores: StudyScores, answers: list[Answer]) -> str:
    """Return what holds over several corpora and splits."""
    if len(answers) <= FEW:
        return capital("; ".join(_side_by_side(scores, answers))) + "."
    names = [_best(scores, answer).variation for answer in answers]
    leader = max(dict.fromkeys(names), key=names.count)
    values = [
        (row.estimate.macro.value or 0.0, title_of(scores, answer))
        for answer in answers
        for row in _ranked(answer)
        if row.variation == leader
    ]
    (least, where_least), (most, where_most) = min(values), max(values)
    superlative = BEST[scores.measure][0].lower()
    return (
        f"{leader} has the {superlative} {MEASURES[scores.measure]} in {names.count(leader)} of {len(answers)}, "
        f"from {number(least)} ({where_least}) to {number(most)} ({where_most})."
    )


def _side_by_side(scores: StudyScores, answers: list[Answer]) -> Iterator[str]:
    """Yield what each variation reached on either side."""
    for name in dict.fromkeys(row.variation for answer in answers for row in answer.variations):
        reached = [
            f"{number(row.estimate.macro.value)} ({title_of(scores, answer)})"
            for answer in answers
            for row in _ranked(answer)
            if row.variation == name
        ]
        yield f"{name} {MEASURES[scores.measure]} {', '.join(reached)}"


def _ranked(answer: Answer) -> list[VariationScores]:
    return [row for row in answer.variations if row.estimate.macro.value is not None]


def _best(scores: StudyScores, answer: Answer) -> VariationScores:
    sign = BEST[scores.measure][1]
    return max(_ranked(answer), key=lambda row: sign * (row.estimate.macro.value or 0.0))

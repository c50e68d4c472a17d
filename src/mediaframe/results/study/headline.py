"""The answer of a study in words."""

from collections.abc import Iterator

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


def capital(text: str) -> str:
    """Return what begins a sentence."""
    return text[0].upper() + text[1:]


def study_headline(scores: StudyScores) -> str:
    """Return the answer in a sentence: for each line of a curve, for the one corpus and split, or over several."""
    answers = [answer for answer in scores.answers if _ranked(answer)]
    if len(answers) > 1:
        return _headline_over(scores, answers)
    return " ".join(sentence for answer in answers for sentence in _headlines(scores, answer))


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
        best = _best(scores, answer)
        above = ""
        if best.difference:
            gap = interval(best.difference.macro)
            above = f", {gap} beside {scores.reference}"
        what, (superlative, _) = MEASURES[scores.measure], BEST[scores.measure]
        yield f"{superlative} {what} {interval(best.estimate.macro)}: {best.variation}{above}."


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

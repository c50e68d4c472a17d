"""The tables of a study, from its figures alone."""

from typing import Any

from mediaframe.results.estimates import MACRO_FIGURES
from mediaframe.results.study.answers import title_of
from mediaframe.results.study.headline import COLUMN, MEASURES, capital
from mediaframe.results.study.scores import Answer, Spread, StudyScores, VariationScores
from mediaframe.results.tables import DASH, FIGURE_NAMES, Table, interval, number, spelled


def summary_tables(scores: StudyScores) -> list[Table]:
    """Return the tables that answer the question."""
    if len(scores.answers) > 1:
        return [overview_table(scores)]
    (answer,) = scores.answers
    return [curve_table(answer) if answer.curves else answer_table(scores, answer)]


def overview_table(scores: StudyScores) -> Table:
    """Return the measure of every variation on every corpus and split."""
    names = list(dict.fromkeys(row.variation for a in scores.answers for row in a.variations))
    rows = []
    for answer in scores.answers:
        found = {row.variation: interval(row.estimate.macro) for row in answer.variations}
        count = str(answer.units.count)
        rows.append((title_of(scores, answer), count, *(found.get(name, DASH) for name in names)))
    units = scores.answers[0].units.kind
    caption = (
        f"{capital(MEASURES[scores.measure])} with {scores.confidence:.0%} intervals over {units}."
    )
    return Table("overview", caption, ("tested on", f"{units} tested", *names), tuple(rows))


def answer_table(scores: StudyScores, answer: Answer) -> Table:
    """Return the measure of every variation: means over seeds, intervals over articles or cases."""
    measure, columns, units = scores.measure, _shown_columns(scores, answer), answer.units
    rows = [
        (
            _named(scores, row),
            interval(row.estimate.macro),
            interval(row.difference.macro) if row.difference else DASH,
            *(interval(row.estimate.columns[name]) for name in columns),
        )
        for row in answer.variations
    ]
    over_all = "all cases" if measure == "behaviour" else "macro"
    header = (
        COLUMN[measure],
        over_all,
        f"{over_all} − {scores.reference}",
        *map(spelled, columns),
    )
    caption = (
        f"{capital(MEASURES[measure])} as the mean over seeds with {scores.confidence:.0%} intervals over the "
        f"{units.count} {units.kind} tested."
    )
    return Table("answer", caption, header, tuple(rows))


def _named(scores: StudyScores, row: VariationScores) -> str:
    """Return a variation, with how many of the seeds it has where some of them failed."""
    done, of = len(row.seeds), len(scores.seeds)
    return str(row.variation) + ("" if done == of else f" ({done} of {of} seeds)")


def _shown_columns(scores: StudyScores, answer: Answer) -> tuple[str, ...]:
    """Return the labels; capabilities are too many to stand side by side."""
    return () if scores.measure == "behaviour" else answer.columns


def _spread(spread: Spread | None) -> tuple[str, str]:
    """Return how far seeds lie apart, and how far chance in the units moves one of them."""
    if spread is None:
        return DASH, DASH
    bounds = f"[{number(spread.low)}, {number(spread.high)}]"
    return f"{number(spread.deviation)} {bounds}", number(spread.sampling)


def difference_table(scores: StudyScores, answer: Answer) -> Table:
    """Return how far every variation lies above the reference."""
    columns = _shown_columns(scores, answer)
    rows = [
        (
            row.variation,
            *(interval(row.difference.columns[name]) for name in columns),
            interval(row.difference.macro),
        )
        for row in answer.variations
        if row.difference
    ]
    header = (
        f"{COLUMN[scores.measure]} − {scores.reference}",
        *map(spelled, columns),
        "macro",
    )
    caption = (
        f"Paired on the same resamples of {answer.units.kind} and the same seeds; intervals are not corrected for how "
        "many are shown."
    )
    other = [
        row.variation
        for row in answer.variations
        if row.difference and not row.difference.same_test_articles
    ]
    caption += f" Tested on other articles than the base: {', '.join(other)}." if other else ""
    return Table("differences", caption, header, tuple(rows))


def curve_table(answer: Answer) -> Table:
    """Return the points of each line, and what more articles would bring."""
    rows = []
    for line, curve in answer.curves.items():
        fit = curve.fit
        more = [DASH, DASH, DASH]
        if fit:
            needed = fit.articles_for_a_point
            bounds = [
                DASH if end is None else f"{end:.0f}"
                for end in (needed.value, needed.low, needed.high)
            ]
            more = [
                interval(fit.gain["2"]),
                interval(fit.gain["4"]),
                "{} [{}, {}]".format(*bounds),
            ]
        points = curve.points
        ends = [*[[DASH] * 3] * (len(points) - 1), more]
        rows += [
            (line, f"{point.articles:.0f}", interval(point), *end)
            for point, end in zip(points, ends, strict=True)
        ]
    header = (
        "line",
        "articles",
        "score",
        "twice as many bring",
        "four times",
        "articles more for .01",
    )
    caption = (
        "Score over articles trained on, as means over seeds. Gains are those of a power law fitted to each line (limit − "
        f"loss · articles^−rate), extrapolated; {DASH} where no number of articles suffices, or no law was fitted."
    )
    return Table("curve", caption, header, tuple(rows))


def capabilities_table(scores: StudyScores, answer: Answer) -> Table:
    """Return the share of cases that each variation passes, a row a capability."""
    rows = [
        (
            scores.titles[name],
            *(number(row.estimate.columns[name].value) for row in answer.variations),
        )
        for name in answer.columns
    ]
    header = ("capability", *(row.variation for row in answer.variations))
    return Table(
        "capabilities",
        "Share of the cases of each capability that are passed.",
        header,
        tuple(rows),
    )


def calibration_table(scores: StudyScores, answer: Answer) -> Table:
    """Return the calibration error of every variation."""
    rows = [
        (
            row.variation,
            number(row.calibration.macro_error),
            *(number(row.calibration.error[label]) for label in scores.labels),
        )
        for row in answer.variations
    ]
    header = ("calibration error", "macro", *map(spelled, scores.labels))
    caption = (
        "Expected calibration error: how far scores lie from the share of positives among the sentences that have them, in ten "
        "equal parts of the range, as means over seeds (Naeini et al. 2015)."
    )
    return Table("calibration", caption, header, tuple(rows))


def figures_table(answer: Answer) -> Table:
    """Return the other figures of every variation, as means over labels and seeds."""
    rows = [
        (
            row.variation,
            *(number(row.macro.figure(name)) for name in MACRO_FIGURES),
            number(row.validation),
            *_spread(row.spread),
        )
        for row in answer.variations
    ]
    units = answer.units.kind
    spreads = ("spread over seeds", f"over {units}")
    header = ("macro", *(FIGURE_NAMES[name] for name in MACRO_FIGURES), "validation", *spreads)
    caption = (
        "Means over labels and seeds. Validation is average precision on folds of train, by which settings were chosen. "
        "Spreads are standard deviations of what is measured: over seeds, with the lowest and the highest, and what "
        f"chance in the {units} does to one seed."
    )
    return Table("figures", caption, header, tuple(rows)).without_empty_columns()


def variations_table(scores: StudyScores) -> Table:
    """Return what each variation sets."""
    rows = [
        (
            name,
            "; ".join(f"{key}: {_shown(value)}" for key, value in settings.items())
            or "as the base",
        )
        for name, settings in scores.variations.items()
    ]
    caption = "What each variation sets over the base."
    return Table("variations", caption, ("variation", "settings"), tuple(rows))


def _shown(value: Any) -> str:  # noqa: ANN401 - any setting
    """Return a setting as YAML shows it, on one line and without brackets that a table reads as bounds."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(item)}" for key, item in value.items()) or "on"
    if isinstance(value, list):
        return " ".join(_shown(item) for item in value)
    return "off" if value is None else str(value)

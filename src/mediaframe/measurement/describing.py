"""Every figure of a measurement: shares in all groups, what they lack, differences between groups."""

from collections.abc import Iterator
from math import ceil, isfinite
from pathlib import Path

import numpy as np

from mediaframe.codebook.combinations import Combination
from mediaframe.measurement.coded_news import CodedNews
from mediaframe.measurement.groups import group_news, group_since, is_time
from mediaframe.measurement.plan import Difference, MeasurementPlan
from mediaframe.measurement.record import SHORT, StampedPlan
from mediaframe.results.comparison import holm
from mediaframe.results.estimates import Interval
from mediaframe.results.measurement.scores import (
    DifferenceFigures,
    Estimates,
    GroupFigures,
    GroupingFigures,
    ShareFigures,
    Verdict,
)
from mediaframe.results.prevalence import Mask
from mediaframe.results.share_intervals import NEVER, articles_needed
from mediaframe.results.shares import CodedSample, GroupShare, compare_groups, estimate_group

FEWEST_ARTICLES = 5  # coded, below which no share is called weak
FEWEST_POSITIVES = 10  # coded, below which none is called measured
WEAK = 2.0  # times the wanted width, above which an interval says too little
OTHERS = "all others"


def describe(
    measured: CodedNews, stamped: StampedPlan, coding: tuple[str, str], missing: int
) -> Estimates:
    """Return every figure of a measurement; `coding` is the path and the digest of the coded file."""
    plan = measured.plan
    return Estimates(
        name=plan.name,
        question=plan.question,
        plan_sha256=stamped.sha256,
        coding=coding[0],
        coding_sha256=coding[1],
        codebook=f"{stamped.codebook.name} {stamped.codebook.version}",
        model=_model_name(stamped),
        training_overlap=stamped.model.overlap if stamped.model else None,
        counted=tuple(each.name for each in measured.counted),
        unit=plan.sample.unit,
        strata=plan.sample.strata,
        allocation=plan.sample.allocation,
        seed=plan.sample.seed,
        finite_population=plan.finite_population,
        width=plan.width,
        confidence=plan.confidence,
        drawn_sentences=len(measured.rows) + missing,
        missing_sentences=missing,
        odd_dates=stamped.news.odd_dates,
        groupings=tuple(_grouping(measured, name) for name in plan.groupings),
        differences=_differences(measured),
    )


def _model_name(stamped: StampedPlan) -> str | None:
    if stamped.model is None or stamped.plan.model is None:
        return None
    return f"{Path(stamped.plan.model).name} (weights {stamped.model.weights_sha256[:SHORT]})"


def _grouping(measured: CodedNews, grouping: str) -> GroupingFigures:
    groups = group_news(measured.news, grouping)
    samples = {each.name: measured.ask(each, groups) for each in measured.counted}
    figures = []
    for code, name in enumerate(groups.names):
        inside = groups.codes == code
        members = inside[measured.rows]
        figures.append(
            GroupFigures(
                name=name,
                sentences=int(inside.sum()),
                articles=len(np.unique(measured.news.article_codes[inside])),
                coded_sentences=int(members.sum()),
                coded_articles=len(np.unique(measured.news.article_codes[measured.rows[members]])),
                shares={
                    each: _share(measured, sample, each, inside) for each, sample in samples.items()
                },
            )
        )
    return GroupingFigures(grouping=grouping, is_time=is_time(grouping), groups=tuple(figures))


def _share(measured: CodedNews, sample: CodedSample, counted: str, inside: Mask) -> ShareFigures:
    """Return the figures of a share; `inside` says which of all sentences are of the group."""
    plan, members = measured.plan, inside[measured.rows]
    mean_score = float(measured.scores[counted][inside].mean())
    naive = float(measured.decided[counted][inside].mean())
    if not members.any():
        none = Interval(value=None, low=None, high=None)
        return ShareFigures(
            **dict(none), verdict="not enough", kind=None, positives=0, slope=None, degrees=None,
            design_effect=None, effective_size=None, labels_only=none, counted=naive,
            mean_score=mean_score, more_articles=None, more_sentences=None,
        )  # fmt: skip
    found = estimate_group(sample, members, mean_score)
    alone = estimate_group(sample, members, mean_score, 0.0)
    articles, sentences = _more(found, plan)
    return ShareFigures(
        **_interval(found, plan),
        verdict=_verdict(found, plan),
        kind=found.basis.kind,
        positives=found.positives,
        slope=found.slope,
        degrees=found.basis.degrees,
        design_effect=found.design_effect,
        effective_size=found.basis.size if isfinite(found.basis.size) else None,
        labels_only=Interval(**_interval(alone, plan)),
        counted=naive,
        mean_score=mean_score,
        more_articles=articles if plan.sample.unit == "article" else None,
        more_sentences=sentences,
    )


def _interval(found: GroupShare, plan: MeasurementPlan) -> dict[str, float]:
    low, high = found.bounds(plan.confidence)
    return {"value": found.share.value, "low": low, "high": high}


def _verdict(found: GroupShare, plan: MeasurementPlan) -> Verdict:
    """Say whether a share can be reported."""
    width = found.bounds(plan.confidence).width
    if found.basis.articles < FEWEST_ARTICLES or width > WEAK * plan.width:
        return "not enough"
    is_rare = min(found.positives, found.basis.sentences - found.positives) < FEWEST_POSITIVES
    return "weak" if is_rare or width > plan.width else "measured"


def _more(found: GroupShare, plan: MeasurementPlan) -> tuple[int | None, int | None]:
    """Return how many more articles, and sentences, until the interval is narrow enough."""
    articles = articles_needed(found.basis, plan.width, plan.confidence)
    if articles >= NEVER:
        return None, None
    return articles, ceil(articles * found.basis.sentences / found.basis.articles)


def _differences(measured: CodedNews) -> tuple[DifferenceFigures, ...]:
    """Return all differences that a plan asks for, p-values corrected for their number."""
    found = [
        figures
        for difference in measured.plan.differences
        for each in measured.counted
        for figures in _compare(measured, difference, each)
    ]
    p = np.array([np.nan if each.p is None else each.p for each in found])
    return tuple(
        each.model_copy(update={"p_holm": None if each.p is None else float(adjusted)})
        for each, adjusted in zip(found, holm(p), strict=True)
    )


def _compare(
    measured: CodedNews, difference: Difference, counted: Combination
) -> Iterator[DifferenceFigures]:
    """Yield the differences of what is counted between the groups that are held against each other."""
    if difference.since:
        groups = group_since(measured.news, difference.since)
        pairs = [(groups.names[1], groups.names[0])]
    else:
        groups = group_news(measured.news, difference.by or "")
        against = difference.against or OTHERS
        pairs = [(name, against) for name in groups.names if name != against]
    sample = measured.ask(counted, groups)
    for name, against in pairs:
        one = groups.codes == groups.names.index(name)
        other = groups.codes == groups.names.index(against) if against in groups.names else ~one
        yield _difference(
            measured, sample, (one, other), (counted.name, groups.grouping, name, against)
        )


def _difference(
    measured: CodedNews,
    sample: CodedSample,
    sides: tuple[Mask, Mask],
    names: tuple[str, str, str, str],
) -> DifferenceFigures:
    told = dict(zip(("counted", "grouping", "group", "against"), names, strict=True))
    if not all(inside[measured.rows].any() for inside in sides):
        return DifferenceFigures(value=None, low=None, high=None, p=None, p_holm=None, **told)
    scores = measured.scores[names[0]]
    one, other = (
        estimate_group(sample, inside[measured.rows], float(scores[inside].mean()))
        for inside in sides
    )
    compared = compare_groups(one, other, measured.design)
    low, high = compared.bounds(measured.plan.confidence)
    return DifferenceFigures(
        value=compared.value, low=low, high=high, p=compared.p, p_holm=None, **told
    )

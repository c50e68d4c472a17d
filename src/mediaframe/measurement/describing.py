"""Every figure of a measurement: shares in all groups, what they lack, differences between groups."""

from collections.abc import Iterator
from math import ceil, isfinite
from pathlib import Path

import numpy as np

from mediaframe.codebook.combinations import Combination
from mediaframe.measurement.coded_news import CodedNews
from mediaframe.measurement.groups import Groups, group_news, group_since, is_time
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
from mediaframe.results.prevalence import Codes, Mask
from mediaframe.results.share_intervals import NEVER, Basis, articles_needed
from mediaframe.results.shares import (
    CodedSample,
    GroupShare,
    compare_groups,
    estimate_group,
    uncoded_basis,
)

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
    """Return the shares in all groups of a grouping; the news are gone through once, however many there are."""
    groups, article = group_news(measured.news, grouping), measured.news.article_codes
    in_all, in_coded = groups.codes, groups.codes[measured.rows]
    n_groups = len(groups.names)
    sentences, coded = (np.bincount(codes, minlength=n_groups) for codes in (in_all, in_coded))
    articles = _count_articles(in_all, article, n_groups)
    coded_articles = _count_articles(in_coded, article[measured.rows], n_groups)
    shares = {
        each.name: _shares(measured, each, groups, sentences, in_coded) for each in measured.counted
    }
    figures = tuple(
        GroupFigures(
            name=name,
            sentences=int(sentences[code]),
            articles=int(articles[code]),
            coded_sentences=int(coded[code]),
            coded_articles=int(coded_articles[code]),
            shares={counted: found[code] for counted, found in shares.items()},
        )
        for code, name in enumerate(groups.names)
    )
    return GroupingFigures(grouping=grouping, is_time=is_time(grouping), groups=figures)


def _count_articles(codes: Codes, articles: Codes, n_groups: int) -> Codes:
    """(groups,): in how many articles the sentences of each stand."""
    pairs = np.unique(np.stack([codes, articles]), axis=1)
    return np.bincount(pairs[0], minlength=n_groups)


def _shares(
    measured: CodedNews, counted: Combination, groups: Groups, sentences: Codes, in_coded: Codes
) -> list[ShareFigures]:
    """Return the share of what is counted in each group."""
    sample = measured.ask(counted, groups)
    mean_scores, naive = (
        np.bincount(groups.codes, values[counted.name], len(groups.names))
        / np.maximum(sentences, 1)
        for values in (measured.scores, measured.decided)
    )
    return [
        _share(
            measured.plan, sample, in_coded == code, float(mean_scores[code]), float(naive[code])
        )
        for code in range(len(groups.names))
    ]


def _share(
    plan: MeasurementPlan, sample: CodedSample, members: Mask, mean_score: float, naive: float
) -> ShareFigures:
    """Return the figures of a share; `members` says which coded sentences are of the group."""
    if not members.any():
        none = Interval(value=None, low=None, high=None)
        articles, sentences = _more(uncoded_basis(sample, mean_score), 0, plan)
        return ShareFigures(
            **dict(none), verdict="not enough", kind=None, positives=0, slope=None, degrees=None,
            design_effect=None, effective_size=None, labels_only=none, counted=naive,
            mean_score=mean_score, more_articles=articles, more_sentences=sentences,
        )  # fmt: skip
    found = estimate_group(sample, members, mean_score)
    alone = estimate_group(sample, members, mean_score, 0.0)
    articles, sentences = _more(found.basis, found.basis.articles, plan)
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
        more_articles=articles,
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


def _more(basis: Basis, coded: int, plan: MeasurementPlan) -> tuple[int | None, int | None]:
    """Return how many more articles, and sentences, until the interval is narrow enough; `coded` articles are there."""
    needed = basis.articles + articles_needed(basis, plan.width, plan.confidence)
    if needed >= NEVER:
        return None, None
    more = max(needed, FEWEST_ARTICLES) - coded
    sentences = ceil(more * basis.sentences / basis.articles)
    return (more if plan.sample.unit == "article" else None), sentences


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

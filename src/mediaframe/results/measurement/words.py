"""What a measurement says in sentences: headline, a sentence under each figure, warnings, the paragraph on methods."""

from collections import Counter

from mediaframe.results.measurement.figures import MOST_GROUPS, shown_in_forest
from mediaframe.results.measurement.scores import (
    Estimates,
    GroupFigures,
    GroupingFigures,
    ShareFigures,
)
from mediaframe.results.measurement.tables import bounded, percent, points
from mediaframe.results.tables import spelled

ODD_SHOWN = 5
DIGITS = 12  # of a digest


def headline(estimates: Estimates) -> str:
    """Return the shares in all news."""
    everything = estimates.everything
    told = "; ".join(
        f"{spelled(counted)} {bounded(share)}" for counted, share in everything.shares.items()
    )
    return f"Of {everything.sentences:,} sentences in {everything.articles:,} articles: {told}."


def grouping_sentence(grouping: GroupingFigures, counted: str) -> str:
    """Return what a figure says of one thing counted, in one plain sentence."""
    shares = [(group, group.shares[counted]) for group in grouping.groups]
    told = [(g, s) for g, s in shares if s.value is not None and s.verdict != "not enough"]
    name = spelled(counted).capitalize()
    if not told:
        lacking = Counter(share.verdict for _, share in shares)["not enough"]
        return f"{name}: not enough is coded yet to tell the share in any of {lacking} groups."
    (least, low), (most, high) = (pick(told, key=_value_of) for pick in (min, max))
    if least is most:
        return (
            f"{name}: of {len(shares)} groups only {least.name} can be told, with {bounded(low)}."
        )
    apart = (low.high or 0) < (high.low or 0)
    verb = "rises above" if apart else "is not clearly above"
    return (
        f"{name}: highest in {most.name} with {bounded(high)}, which {verb} the lowest, {least.name} with {bounded(low)}"
        f"; {len(told)} of {len(shares)} groups can be told."
    )


def _value_of(told: tuple[GroupFigures, ShareFigures]) -> float:
    return told[1].value or 0.0


def naive_sentence(group: GroupFigures, counted: str, share: ShareFigures) -> str:
    """Return how far the uncorrected count lies from the estimate."""
    if share.low is None or share.high is None:
        return f"Of {spelled(counted)} nothing is coded."
    inside = share.low <= share.counted <= share.high
    verdict = "inside the interval" if inside else "outside the interval"
    return f"In {group.name} news the classifier alone counts {percent(share.counted)} with {spelled(counted)}, {verdict} of {bounded(share)}."


def difference_sentence(estimates: Estimates) -> str:
    """Return which differences are told from chance."""
    alpha = 1 - estimates.confidence
    defined = [each for each in estimates.differences if each.p_holm is not None]
    told = [each for each in defined if (each.p_holm or 0) < alpha]
    if not told:
        return f"None of {len(defined)} differences is told from chance after correction."
    first = min(told, key=lambda each: each.p_holm or 0)
    return (
        f"{len(told)} of {len(defined)} differences are told from chance after correction; the clearest: "
        f"{spelled(first.counted)}, {first.group} less {first.against}, {points(first)} percentage points."
    )


def warnings(estimates: Estimates) -> list[str]:
    """Return what a reader must know before using a figure."""
    told = []
    if estimates.odd_dates:
        dates = list(estimates.odd_dates)
        shown = ", ".join(dates[:ODD_SHOWN]) + (", …" if len(dates) > ODD_SHOWN else "")
        told.append(
            f"{sum(estimates.odd_dates.values()):,} sentences have no date that a year can be read from ({shown}); "
            "they are counted in all news and stand as “no usable date” over time."
        )
    if estimates.missing_sentences:
        told.append(
            f"{estimates.missing_sentences:,} of {estimates.drawn_sentences:,} sentences drawn have no labels and are taken as "
            "missing at random within their stratum; if they were left out because of what they say, the shares are biased."
        )
    if estimates.training_overlap and estimates.training_overlap.startswith("not checked"):
        told.append(
            f"Overlap of the news with the model's training was {estimates.training_overlap}."
        )
    for counted, share in estimates.everything.shares.items():
        if share.kind == "exact":
            told.append(
                f"Few coded sentences decide about {spelled(counted)} ({share.positives} positives): "
                "its intervals are exact ones on the effective size, wider rather than too narrow."
            )
    return told


def grouping_caption(estimates: Estimates, grouping: GroupingFigures) -> str:
    """Return how to read the figure of a grouping."""
    marks = "Filled marks are measured, hollow ones weak"
    if grouping.is_time:
        return f"Shares over time with {estimates.confidence:.0%} bands; dotted, what the classifier alone counts. {marks}."
    left_out = sum(g.coded_sentences > 0 for g in grouping.groups) - len(shown_in_forest(grouping))
    most = (
        f" The {MOST_GROUPS} groups with most coded sentences; the table has all."
        if left_out
        else ""
    )
    return f"Shares with {estimates.confidence:.0%} intervals; crosses, what the classifier alone counts; the line, all news. {marks}, faint ones need more coding.{most}"


def methods(estimates: Estimates) -> str:
    """Return a paragraph for a paper."""
    everything, unit = estimates.everything, estimates.unit
    by = "classified by a model" if estimates.model is None else f"classified by {estimates.model}"
    strata = f", stratified by {', '.join(estimates.strata)}" if estimates.strata else ""
    neyman = (
        ", with more drawn where the scores left most in doubt (Neyman allocation)"
        if estimates.allocation == "neyman"
        else ""
    )
    missing = (
        f" {estimates.missing_sentences:,} drawn sentences were not coded and were taken as missing at random within strata."
        if estimates.missing_sentences
        else ""
    )
    correction = "with" if estimates.finite_population else "without"
    return (
        f"All {everything.sentences:,} sentences of {everything.articles:,} articles were {by}. Before any label was seen, what to measure and how was "
        f"fixed in a plan (sha256 {estimates.plan_sha256[:DIGITS]}). By it {'whole articles were' if unit == 'article' else 'single sentences were'} "
        f"drawn at random{strata}{neyman}, with known inclusion probabilities (seed {estimates.seed}): {everything.coded_sentences:,} sentences of "
        f"{everything.coded_articles:,} articles were coded blind to predictions, by codebook {estimates.codebook}.{missing} Shares are generalised regression "
        f"(power-tuned prediction-powered) estimates in the form of a Hájek ratio: the classifier's mean score in a group, corrected by the weighted mean "
        f"difference of labels and scores in its coded sentences; the weight of the scores was estimated and cut to [0, 1], from all groups together "
        f"where a group had few coded articles. Variances are linearised, with articles as clusters, {correction} finite-population correction; "
        f"{estimates.confidence:.0%} intervals use Student's t with articles less strata degrees of freedom or, where fewer than 50 coded sentences carried (or lacked) the label, "
        f"the exact interval of Korn and Graubard (1998) on the effective sample size. Intervals of differences are made of those of both shares (Zou 2007); "
        f"their p-values were corrected by Holm's method. Computed with mediaframe."
    )

"""Which sentences are coded: a random draw within strata, every inclusion probability known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mediaframe.codebook.combinations import Combination
from mediaframe.errors import InputError
from mediaframe.measurement.groups import group_news
from mediaframe.measurement.news import ScoredNews
from mediaframe.measurement.plan import MeasurementPlan, SamplePlan

Codes = NDArray[np.intp]
Vector = NDArray[np.float64]

SCORE_STRATA = 4  # into which each stratum is cut where more is drawn from what is in doubt
FEWEST = 2  # units drawn of a stratum: of one alone no spread is seen
FEWEST_ARTICLES = 10


@dataclass(frozen=True)
class Frame:
    """What is drawn from: units (articles or sentences) in strata, and how many of each are drawn."""

    unit_of: Codes  # (sentences,), the unit of each
    stratum_of: Codes  # (units,)
    strata: tuple[str, ...]  # names
    quotas: Codes  # (strata,)


@dataclass(frozen=True)
class Drawn:
    """The sentences drawn, in the order of the news."""

    rows: Codes  # (n,), positions in the news
    probabilities: Vector  # (n,), with which each was to be drawn
    strata: tuple[str, ...]  # (n,)


def draw_sample(plan: MeasurementPlan, news: ScoredNews, counted: Sequence[Combination]) -> Drawn:
    """Draw the sample of a plan; the same plan and news give the same one.

    Raises:
        InputError: more than there is, or fewer than two of each stratum.
    """
    return draw(make_frame(plan, news, counted), np.random.default_rng(plan.sample.seed))


def draw(frame: Frame, rng: np.random.Generator) -> Drawn:
    """Draw from each stratum its quota, every unit alike, without replacement."""
    chosen = np.zeros(len(frame.stratum_of), dtype=np.bool_)
    for stratum, quota in enumerate(frame.quotas):
        chosen[rng.choice(np.flatnonzero(frame.stratum_of == stratum), quota, replace=False)] = True
    rows = np.flatnonzero(chosen[frame.unit_of])
    strata = frame.stratum_of[frame.unit_of[rows]]
    probabilities = (frame.quotas / np.bincount(frame.stratum_of))[strata]
    return Drawn(rows, probabilities, tuple(frame.strata[stratum] for stratum in strata))


def make_frame(plan: MeasurementPlan, news: ScoredNews, counted: Sequence[Combination]) -> Frame:
    """Return the strata of a plan and their quotas.

    Raises:
        InputError: as above.
    """
    unit_of = _units(plan.sample, news)
    doubt = _doubt(news, counted, unit_of)
    named = np.array(_strata(plan.sample, news, unit_of, doubt), dtype=object)
    names, stratum_of = np.unique(named, return_inverse=True)
    size = plan.sample.size
    if size is None:
        fewest = int(np.minimum(FEWEST, np.bincount(stratum_of)).sum())
        size = max(fewest, _size_for(plan, news, counted, unit_of))
    quotas = _allocate(plan.sample, size, stratum_of, doubt)
    return Frame(unit_of, stratum_of, tuple(names), quotas)


def _units(sample: SamplePlan, news: ScoredNews) -> Codes:
    """(sentences,): what is drawn with each, by number."""
    is_article = sample.unit == "article"
    return news.article_codes if is_article else np.arange(len(news.sentence_ids), dtype=np.intp)


def _doubt(news: ScoredNews, counted: Sequence[Combination], unit_of: Codes) -> Vector:
    """(units,): how much a unit's labels are expected to vary around its scores.

    The root of the sum of p (1 - p), the anticipated variance of model-assisted sampling (Isaki and Fuller 1982; Särndal,
    Swensson and Wretman 1992, 12.2), each label's and combination's taken by its own mean.
    """
    total = np.zeros(int(unit_of.max()) + 1)
    for each in counted:
        scores = news.score_of(each)
        spread = scores * (1 - scores)
        if spread.any():
            total += np.bincount(unit_of, spread / spread.mean())
    return np.sqrt(total)


def _strata(sample: SamplePlan, news: ScoredNews, unit_of: Codes, doubt: Vector) -> list[str]:
    """(units,): the stratum of each; an article lies where its first sentence does."""
    first = np.unique(unit_of, return_index=True)[1]
    parts = []
    for grouping in sample.strata:
        groups = group_news(news, grouping)
        parts.append([groups.names[code] for code in groups.codes[first]])
    strata = (
        [" | ".join(values) for values in zip(*parts, strict=True)]
        if parts
        else ["all"] * len(first)
    )
    return strata if sample.allocation == "proportional" else _cut_by_doubt(strata, doubt)


def _cut_by_doubt(strata: Sequence[str], doubt: Vector) -> list[str]:
    """Cut each stratum into some of about equal doubt (the rule of Dalenius and Hodges 1959 for an even spread)."""
    names, stratum_of = np.unique(np.array(strata, dtype=object), return_inverse=True)
    cut = list(strata)
    for stratum, name in enumerate(names):
        units = np.flatnonzero(stratum_of == stratum)
        ranked = units[np.argsort(doubt[units], kind="stable")]
        reached = np.cumsum(doubt[ranked])
        pieces = min(SCORE_STRATA, max(1, len(units) // (2 * FEWEST)))
        share = reached / reached[-1] if reached[-1] > 0 else np.linspace(0, 1, len(ranked))
        piece_of = np.minimum((share * pieces).astype(int), pieces - 1)
        for unit, piece in zip(ranked, piece_of, strict=True):
            cut[unit] = f"{name} | doubt {piece + 1}"
    return cut


def _allocate(sample: SamplePlan, size: int, stratum_of: Codes, doubt: Vector) -> Codes:
    """Return how many units of each stratum are drawn: its share, or (Neyman 1934) by its number times its doubt.

    Raises:
        InputError: more than there are, or fewer than two of each stratum.
    """
    counts = np.bincount(stratum_of)
    fewest = np.minimum(FEWEST, counts)
    if not fewest.sum() <= size <= counts.sum():
        msg = (
            f"sample.size: {size} {sample.unit}s of {counts.sum()} in {len(counts)} strata; "
            f"draw from {fewest.sum()} (two of each stratum) to {counts.sum()}, or name fewer columns in sample.strata"
        )
        raise InputError(msg)
    spread: Vector = np.ones(len(counts))
    if sample.allocation == "neyman":
        spread = np.sqrt(np.bincount(stratum_of, doubt**2) / counts)
        spread = np.where(spread > 0, spread, spread.max() / 100)
    wanted, quotas = counts * spread, fewest.copy()
    while quotas.sum() < size:  # each further unit goes to the stratum that lacks most of its share
        lack = np.where(quotas < counts, wanted / (quotas + 0.5), -1.0)
        quotas[lack.argmax()] += 1
    return np.asarray(quotas, dtype=np.intp)


def _size_for(
    plan: MeasurementPlan, news: ScoredNews, counted: Sequence[Combination], unit_of: Codes
) -> int:
    """Return how many units narrow the interval of every share of all news to `width`, if scores are probabilities.

    By labels alone, so that it is enough whatever the classifier is worth: the variance of unit totals around their mean,
    that of the scores and that of the labels around them.
    """
    n_units = int(unit_of.max()) + 1
    sizes = np.bincount(unit_of)
    largest = 0.0
    for each in counted:
        scores = news.score_of(each)
        between = np.bincount(unit_of, scores - scores.mean())
        within = np.bincount(unit_of, scores * (1 - scores))
        largest = max(largest, float((between**2 + within).mean() / sizes.mean() ** 2))
    size = FEWEST_ARTICLES
    while size < n_units and _reach(plan.confidence, size, largest) > plan.width:
        size += max(1, size // 50)
    return min(size, n_units)


def _reach(confidence: float, size: int, variance: float) -> float:
    return float(2 * stdtrit(size - 1, (1 + confidence) / 2) * np.sqrt(variance / size))

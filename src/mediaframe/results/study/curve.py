"""How a score grows with the number of articles that were trained on, and what more of them would bring."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mediaframe.results.estimates import Interval
from mediaframe.results.metrics import Resamples
from mediaframe.results.study.scores import CurvePoint, LearningCurve, PowerLaw

Matrix = NDArray[np.float64]

FEWEST_POINTS = 4  # of different numbers of articles; three numbers are fitted
RATES = np.linspace(0.05, 2.0, 79)  # exponents tried
POINT = 0.01  # of the score, the gain that a number of articles is told for
MOST = 1_000_000  # articles; what takes more is out of reach


def learning_curve(
    articles: Sequence[float], scores: Matrix, resamples: Resamples
) -> LearningCurve:
    """Return the points of a curve, the power law through them and what it says of more articles.

    Fits `score = limit − loss · articles ** −rate` by least squares, anew in every resample (inverse power law; Figueroa et
    al. 2012, *Predicting sample size required for classification performance*). What lies beyond the points is
    extrapolated: an interval tells chance in the articles of test, not whether the law goes on.

    Args:
        articles: (points,) that were trained on, rising.
        scores: (1 + resamples, points).
        resamples: of the articles of test, for the intervals.
    """
    x = np.asarray(articles, dtype=np.float64)
    points = tuple(
        CurvePoint(articles=round(float(count), 3), **resamples.estimate(column).model_dump())
        for count, column in zip(x, scores.T, strict=True)
    )
    if len(set(x)) < FEWEST_POINTS or np.isnan(scores).any():
        return LearningCurve(points=points, fit=None)
    limit, loss, rate = fit_power_law(x, scores)
    here = limit - loss * x[-1] ** -rate
    twice, four_times = (
        resamples.estimate(limit - loss * (times * x[-1]) ** -rate - here) for times in (2, 4)
    )
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        wanted = (loss / (limit - here - POINT)) ** (1 / rate)
    reached = np.where((limit - here > POINT) & (wanted < MOST), wanted - x[-1], np.inf)
    fit = PowerLaw(
        limit=resamples.estimate(limit),
        loss=round(float(loss[0]), 6),
        rate=round(float(rate[0]), 6),
        gain={"2": twice, "4": four_times},
        articles_for_a_point=_more(reached, resamples.confidence),
    )
    return LearningCurve(points=points, fit=fit)


def fit_power_law(x: Matrix, scores: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Return limit, loss and rate (rows,) of `limit − loss · x ** −rate` nearest to each row of scores (rows, points).

    For one rate the other two are a straight line through `x ** −rate`; of all rates on a grid the nearest is taken. A
    curve that falls has a loss of 0.

    >>> x = np.array([10.0, 20.0, 40.0, 80.0, 160.0])
    >>> limit, loss, rate = fit_power_law(x, (0.9 - 0.8 * x**-0.5)[np.newaxis])
    >>> limit.round(3), loss.round(3), rate.round(3)
    (array([0.9]), array([0.8]), array([0.5]))
    """
    centred = scores - scores.mean(axis=1, keepdims=True)
    candidates = []
    for rate in RATES:
        powers = x**-rate
        spread = powers - powers.mean()
        slope = np.minimum(centred @ spread / (spread @ spread), 0.0)
        rest = ((centred - np.outer(slope, spread)) ** 2).sum(axis=1)
        candidates.append((rest, scores.mean(axis=1) - slope * powers.mean(), -slope))
    rests, limits, losses = np.array(candidates).transpose(1, 0, 2)
    best, rows = rests.argmin(axis=0), np.arange(len(scores))
    return limits[best, rows], losses[best, rows], RATES[best]


def _more(reached: Matrix, confidence: float) -> Interval:
    """Return how many articles more, with an interval; undefined where no number of them suffices."""
    tail = (1 - confidence) / 2
    low, high = np.quantile(reached[1:], [tail, 1 - tail], method="inverted_cdf")
    value, low, high = (
        round(float(v), 1) if np.isfinite(v) else None for v in (reached[0], low, high)
    )
    return Interval(value=value, low=low, high=high)

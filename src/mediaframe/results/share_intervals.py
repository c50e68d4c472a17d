"""Intervals of shares, and how many more labels a narrower one takes."""

from math import ceil, sqrt
from typing import Literal, NamedTuple

from scipy.special import betaincinv, stdtrit

Kind = Literal["t", "exact"]

NEVER = 10**9  # articles; more are never coded


class Bounds(NamedTuple):
    """The ends of an interval of a share, both from 0 to 1."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far its ends lie apart."""
        return self.high - self.low


def t_bounds(value: float, variance: float, degrees: float, confidence: float) -> Bounds:
    """Return the interval by Student's t, cut to [0, 1]."""
    reach = float(stdtrit(degrees, (1 + confidence) / 2)) * sqrt(variance)
    return Bounds(max(0.0, value - reach), min(1.0, value + reach))


def exact_bounds(value: float, size: float, confidence: float) -> Bounds:
    """Return the binomial interval of Clopper and Pearson (1934) for a share seen in `size` draws, whole or not.

    On the effective size of a clustered sample it is the interval of Korn and Graubard (1998), *Confidence Intervals for
    Proportions with Small Expected Number of Positive Counts Estimated from Survey Data*.

    >>> exact_bounds(0.0, 20, 0.95).high.__round__(3)
    0.168
    """
    tail, positives = (1 - confidence) / 2, value * size
    negatives = (1 - value) * size
    low = 0.0 if value <= 0 else float(betaincinv(positives, negatives + 1, tail))
    high = 1.0 if value >= 1 else float(betaincinv(positives + 1, negatives, 1 - tail))
    return Bounds(low, high)


def adjusted_size(effective: float, sentences: int, degrees: float, confidence: float) -> float:
    """Return an effective size made smaller where few articles stand behind it (Korn and Graubard 1998, equation 4)."""
    tail = (1 + confidence) / 2
    ratio = stdtrit(max(1, sentences - 1), tail) / stdtrit(degrees, tail)
    return float(effective * ratio**2)


def effective_size(value: float, variance: float) -> float:
    """Return how many sentences, drawn one by one and coded without a classifier, would say as much (Kish 1965).

    >>> effective_size(0.5, 0.0025)
    100.0
    """
    return value * (1 - value) / variance


class Basis(NamedTuple):
    """What an interval is made of, so that it can be had for another number of articles."""

    kind: Kind
    value: float
    variance: float
    size: float  # effective
    sentences: int
    articles: int
    degrees: int  # of freedom: articles less strata, of the group or of all that the effective size comes from

    def bounds(self, confidence: float, factor: float = 1.0) -> Bounds:
        """Return the interval if `factor` times as many articles had been coded."""
        degrees = self.degrees * factor
        if self.kind == "t":
            return t_bounds(self.value, self.variance / factor, degrees, confidence)
        sentences = round(self.sentences * factor)
        size = adjusted_size(self.size * factor, sentences, degrees, confidence)
        return exact_bounds(self.value, size, confidence)


def articles_needed(basis: Basis, width: float, confidence: float) -> int:
    """Return how many more articles narrow an interval to `width`, if they are like those coded.

    The variance falls with the number of articles, Student's t with their degrees of freedom.
    """
    low, high = basis.articles, basis.articles
    while basis.bounds(confidence, high / basis.articles).width > width and high < NEVER:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        is_enough = basis.bounds(confidence, middle / basis.articles).width <= width
        low, high = (low, middle) if is_enough else (middle, high)
    return ceil(high) - basis.articles

"""Whether scores are probabilities: of the sentences with score .7, do seven in ten carry the label?"""

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from mediaframe.results.estimates import ResultSection

BINS = 10  # equal parts of the range of scores


class ReliabilityPoint(ResultSection):
    """The sentences whose score lies in one tenth of the range."""

    score: float = Field(description="Their mean score, 0 to 1.")
    share: float = Field(description="Share of them that carry the label, 0 to 1.")
    count: int = Field(ge=1, description="Number of them.")


def reliability_sums(
    targets: NDArray[np.bool_], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (bins, 3) of one label: how many sentences have a score in each tenth, the sum of their scores, the positives.

    >>> reliability_sums(np.array([True, False]), np.array([0.75, 0.78]))[7].tolist()
    [2.0, 1.53, 1.0]
    """
    bin_of = np.minimum((scores * BINS).astype(int), BINS - 1)
    sums = np.zeros((BINS, 3))
    np.add.at(sums, bin_of, np.stack([np.ones(len(scores)), scores, targets], axis=1))
    return sums


def calibration_error(sums: NDArray[np.float64]) -> float:
    """Return the expected calibration error: how far scores lie from shares of positives, by how many have them.

    Naeini, Cooper and Hauskrecht 2015, *Obtaining Well Calibrated Probabilities Using Bayesian Binning*, with ten bins of
    equal width.

    >>> round(calibration_error(reliability_sums(np.array([True, False]), np.array([0.75, 0.78]))), 3)
    0.265
    """
    count, scores, positives = sums.T
    return float(np.abs(scores - positives).sum() / count.sum())


def reliability_points(sums: NDArray[np.float64]) -> tuple[ReliabilityPoint, ...]:
    """Return, for each tenth of the range that holds any score, mean score, share of positives and count."""
    return tuple(
        ReliabilityPoint(
            score=round(scores / count, 6), share=round(positives / count, 6), count=int(count)
        )
        for count, scores, positives in sums.tolist()
        if count
    )

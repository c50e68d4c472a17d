"""Which decisions hold an error bound: found on out-of-fold scores, label by label, for decisions of yes and of no apart.

A decision's confidence is the score of what was decided. Of the decisions at least so confident, the share that is wrong has
an upper bound: Clopper and Pearson's (1934), on the effective number of sentences, as those of one article resemble each
other (Kish 1965). Least confidences are tried in a fixed order, from the most confident on, each at the full level, until one
fails: then the chance that the last one that held is wrong stays below 1 - CONFIDENCE, however many were tried
(fixed-sequence testing: Angelopoulos, Bates, Candès, Jordan and Lei 2021, *Learn then Test: Calibrating Predictive Algorithms
to Achieve Risk Control*). The order looks at scores and never at what was coded.

The bound holds for new articles like those of train, each label and side by itself, and as far as the model fitted to all of
train errs no more than those that left a fold out.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.special import betaincinv

from mediaframe.files.schema import Section

CONFIDENCE = 0.95  # that a bound holds, of each label and side
FEWEST, GROWTH = 10, 1.2  # decisions of the first step, and how many times more each next one has
ROOM = 3  # the first step that is tried has so many times the sentences that a bound takes without an error

Side = Literal["yes", "no"]


class Step(Section):
    """The decisions of one side that are at least so confident."""

    least: float = Field(ge=0, le=1, description="Least confidence, from 0 to 1.")
    sentences: int = Field(ge=1, description="Decisions out of fold that have it.")
    wrong: int = Field(ge=0, description="Those of them that are wrong.")
    design_effect: float = Field(
        ge=1, description="How many times fewer sentences of as many articles would say as much."
    )

    @property
    def effective(self) -> float:
        """How many sentences, each of its own article, would say as much."""
        return self.sentences / self.design_effect

    @property
    def most_wrong(self) -> float:
        """Upper bound of the share that is wrong, from 0 to 1."""
        wrong = self.wrong / self.design_effect
        right = self.effective - wrong
        return float(betaincinv(wrong + 1, right, CONFIDENCE)) if right > 0 else 1.0


class Certainty(Section):
    """Steps of the decisions of a label, the most confident first; none where nothing was decided so."""

    yes: tuple[Step, ...]
    no: tuple[Step, ...]

    def least(self, side: Side, risk: float) -> float | None:
        """Return the least confidence from which decisions of a side are wrong at most by the share `risk`; None: none are.

        >>> half = Step(least=0.9, sentences=200, wrong=4, design_effect=1)
        >>> whole = Step(least=0.0, sentences=900, wrong=200, design_effect=1)
        >>> Certainty(yes=(half, whole), no=()).least("yes", 0.1)
        0.9
        """
        found = None
        for step in _tried(self.yes if side == "yes" else self.no, risk):
            if step.most_wrong > risk:
                break
            found = step.least
        return found


def _tried(steps: Sequence[Step], risk: float) -> Sequence[Step]:
    """Return the steps that are tried for a risk: those with room for some errors, or the last alone."""
    needed = ROOM * log(1 - CONFIDENCE) / log(1 - risk)
    return [step for step in steps if step.effective >= needed] or steps[-1:]


Certainties = Mapping[str, Certainty]
"""What holds of the decisions of each label."""


def find_certainties(
    labels: Sequence[str],
    scores: NDArray[np.float64],
    decisions: NDArray[np.bool_],
    targets: NDArray[np.bool_],
    articles: Sequence[str],
) -> dict[str, Certainty]:
    """Return what holds of the decisions of each label.

    Args:
        labels: their names.
        scores: (sentences, labels), each by a fit that left the sentence out.
        decisions: (sentences, labels), as made on them.
        targets: (sentences, labels), as coded.
        articles: (sentences,).
    """
    _, article_of = np.unique(np.array(articles, dtype=object), return_inverse=True)
    found = {}
    for column, label in enumerate(labels):
        decided, score = decisions[:, column], scores[:, column]
        confidence = np.where(decided, score, 1 - score)
        wrong = decided != targets[:, column]
        alike = resemblance(wrong, decided, article_of)
        sides = {
            side: _steps(confidence[rows], wrong[rows], article_of[rows], alike)
            for side, rows in (("yes", decided), ("no", ~decided))
        }
        found[label] = Certainty(**sides)
    return found


def resemblance(
    wrong: NDArray[np.bool_], decided: NDArray[np.bool_], article_of: NDArray[np.intp]
) -> float:
    """Return how alike the errors of an article's sentences are, 0 to 1: their intraclass correlation within a side.

    The mean product of the deviations of two sentences of one article, over the variance.
    """
    deviation = wrong.astype(np.float64)
    for side in (decided, ~decided):
        if side.any():
            deviation[side] -= deviation[side].mean()
    sums, squares = (np.bincount(article_of, each) for each in (deviation, deviation**2))
    sizes = np.bincount(article_of)
    pairs, variance = (sizes * (sizes - 1)).sum(), np.mean(deviation**2)
    if pairs == 0 or variance == 0:
        return 0.0
    return float(np.clip((sums**2 - squares).sum() / pairs / variance, 0, 1))


def _steps(
    confidence: NDArray[np.float64],
    wrong: NDArray[np.bool_],
    article_of: NDArray[np.intp],
    alike: float,
) -> tuple[Step, ...]:
    """Return ever more decisions of one side; the last step has all of them, however unsure."""
    if not len(confidence):
        return ()
    ranked = np.sort(confidence)[::-1]
    places = [len(ranked)]
    while places[-1] / GROWTH >= FEWEST:
        places.append(int(places[-1] / GROWTH))
    leasts = dict.fromkeys(float(ranked[place - 1]) for place in reversed(places))
    steps = []
    for least in (*list(leasts)[:-1], 0.0):
        rows = confidence >= least
        sizes = np.bincount(article_of[rows])
        mean_size = float((sizes**2).sum() / sizes.sum())  # of the article of a sentence
        steps.append(
            Step(
                least=least,
                sentences=int(rows.sum()),
                wrong=int(wrong[rows].sum()),
                design_effect=round(1 + (mean_size - 1) * alike, 6),
            )
        )
    return tuple(steps)

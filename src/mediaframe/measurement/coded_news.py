"""Scored news with the labels of the sentences drawn: what estimates are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mediaframe.codebook.combinations import Combination
from mediaframe.errors import InputError
from mediaframe.files.rows import Row
from mediaframe.measurement.coding import Coding
from mediaframe.measurement.groups import Groups
from mediaframe.measurement.news import ScoredNews
from mediaframe.measurement.plan import MeasurementPlan
from mediaframe.results.prevalence import Design
from mediaframe.results.shares import CodedSample


@dataclass(frozen=True)
class CodedNews:
    """Scored news with the labels of the sentences drawn."""

    plan: MeasurementPlan
    news: ScoredNews
    counted: tuple[Combination, ...]
    rows: NDArray[np.intp]  # (n,), positions of the coded sentences in the news
    labels: tuple[tuple[str, ...], ...]  # (n,)
    design: Design

    def ask(self, counted: Combination, groups: Groups) -> CodedSample:
        """Return what was coded of one thing counted, in groups."""
        targets = np.array([float(counted.holds(labels)) for labels in self.labels])
        scores = self.news.score_of(counted)[self.rows]
        return CodedSample(targets, scores, groups.codes[self.rows], self.design)

    @cached_property
    def scores(self) -> dict[str, NDArray[np.float64]]:
        """The scores of all news, by what is counted."""
        return {each.name: self.news.score_of(each) for each in self.counted}

    @cached_property
    def decided(self) -> dict[str, NDArray[np.bool_]]:
        """What the classifier gave all news, by what is counted."""
        return {each.name: self.news.decided_of(each) for each in self.counted}


def join_coding(
    plan: MeasurementPlan,
    news: ScoredNews,
    counted: tuple[Combination, ...],
    sample: Sequence[Row],
    coding: Coding,
) -> CodedNews:
    """Return the labels of a sample beside the scores, with the design of the draw.

    Weights of sentences without labels go to the others of their stratum.
    """
    probabilities = np.array([row["inclusion_probability"] for row in sample])
    _, strata = np.unique([row["stratum"] for row in sample], return_inverse=True)
    is_coded = np.array([row["sentence_id"] in coding for row in sample])
    drawn, kept = (np.bincount(strata, w) for w in (1 / probabilities, is_coded / probabilities))
    if not kept.all():
        stratum = sample[int(np.flatnonzero(kept[strata] == 0)[0])]["stratum"]
        msg = f"labels: no sentence of stratum {stratum!r} is coded; code some of it: nothing else speaks for it"
        raise InputError(msg)
    weights = (drawn / kept)[strata] / probabilities
    rows = np.array([news.position[row["sentence_id"]] for row in sample], dtype=np.intp)[is_coded]
    is_finite, by_sentence = plan.finite_population, plan.sample.unit == "sentence"
    design = Design.of(
        weights[is_coded],
        None if is_finite and by_sentence else news.article_codes[rows],
        strata[is_coded],
        1 / weights[is_coded] if is_finite else None,
    )
    labels = tuple(coding[row["sentence_id"]] for row in sample if row["sentence_id"] in coding)
    return CodedNews(plan, news, counted, rows, labels, design)

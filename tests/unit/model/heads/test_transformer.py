"""A blend weighs what two heads say; its encoder is fitted in `tests/unit/model/encoders`, where torch is."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mediaframe.config import LogisticHead, RidgeHead, TrainingConfig, TransformerHead
from mediaframe.data.splits import deal_folds
from mediaframe.model.heads import make_head
from mediaframe.model.heads.head import TrainingData
from mediaframe.model.heads.transformer import Blend, FineTuned
from mediaframe.model.training import Recipe
from tests.builders import LABELS, SMALL_FEATURES, make_corpus

CORPUS = make_corpus(10)
SETTINGS = TransformerHead(path="encoder", share=0.3)
RIDGE, LOGISTIC = make_head(RidgeHead(alpha=1)), make_head(LogisticHead(C=(0.3, 3)))


class WithoutTorch(FineTuned):
    """Ridge regression in the place of an encoder: a blend does not know what it blends."""

    def fit(self, data):
        """Fit the words."""
        return RIDGE.fit(data)


class OneFold(FineTuned):
    """One that leaves half of the sentences without a score, as `one_fold` does."""

    def fit(self, data):
        """Fit the words, then forget every other score."""
        whole = RIDGE.fit(data)
        whole.out_of_fold[::2] = np.nan
        return whole


BLEND = Blend(SETTINGS, WithoutTorch(SETTINGS), LOGISTIC)


def fit(head, calibration="none"):
    """Fit a head to words of a corpus of the same sentences."""
    training = TrainingConfig(folds=2, calibration=calibration)
    words = SMALL_FEATURES.model_copy(update={"reading": None})
    recipe = Recipe(LABELS, words, None, head, training)
    data = TrainingData(
        LABELS,
        CORPUS.sentences,
        CORPUS.targets,
        deal_folds(CORPUS.sentences, 2, 1),
        lambda: recipe.count(CORPUS.sentences),
        recipe.assemble,
        (),
        training,
        seed=0,
        jobs=1,
        advance=lambda _done, _of: None,
    )
    return head.fit(data)


def test_a_share_makes_a_blend_and_the_whole_stands_alone():
    alone = make_head(SETTINGS.model_copy(update={"share": 1.0}))
    blend = make_head(SETTINGS)

    assert type(alone) is FineTuned
    assert type(blend) is Blend
    assert blend.encoder == alone
    assert blend.beside == make_head(LogisticHead())


def test_scores_without_calibration_are_the_weighted_mean():
    first, second = fit(RIDGE), fit(LOGISTIC)

    found = fit(BLEND)

    assert_allclose(found.out_of_fold, 0.3 * first.out_of_fold + 0.7 * second.out_of_fold)
    assert_allclose(found.intercept, 0.3 * first.intercept + 0.7 * second.intercept)
    assert_allclose(found.coef, np.hstack([0.7 * second.coef, 0.3 * first.coef]))


def test_each_part_is_calibrated_first():
    first, second = fit(RIDGE), fit(LOGISTIC)

    found = fit(BLEND, calibration="sigmoid")

    training = TrainingConfig(folds=2)
    for label in range(len(LABELS)):
        lines = [
            head.calibrate(training, part.out_of_fold[:, label], CORPUS.targets[:, label])
            for head, part in ((RIDGE, first), (LOGISTIC, second))
        ]
        log_odds = [
            slope * part.out_of_fold[:, label] + offset
            for (slope, offset), part in zip(lines, (first, second), strict=True)
        ]
        assert_allclose(found.out_of_fold[:, label], 0.3 * log_odds[0] + 0.7 * log_odds[1])


def test_a_blend_tells_what_its_parts_tried_and_is_what_was_chosen():
    found = fit(BLEND)

    tried = [head for head, _ in found.tuning]
    assert tried == [*LOGISTIC.candidates(), RIDGE, BLEND]
    assert found.chosen == (BLEND,) * len(LABELS)


def test_a_sentence_that_no_fit_left_out_stays_without_a_score():
    found = fit(Blend(SETTINGS, OneFold(SETTINGS), LOGISTIC))

    scored = ~np.isnan(found.out_of_fold)
    assert_array_equal(scored.all(axis=1), np.arange(len(CORPUS.sentences)) % 2 == 1)
    assert np.isfinite(found.coef).all()


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_a_head_is_told_by_its_settings_and_not_by_the_bytes_of_its_files(share):
    head = make_head(SETTINGS.model_copy(update={"share": share}))
    encoder = FineTuned(SETTINGS, {"config.json": b"{}"})

    assert hash(head) == hash(make_head(head.settings))
    assert encoder == FineTuned(SETTINGS, {})

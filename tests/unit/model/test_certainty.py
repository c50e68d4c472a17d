"""Which decisions hold an error bound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binom

from mediaframe.model.certainty import CONFIDENCE, Certainty, Step, find_certainties, resemblance

RNG = np.random.default_rng(5)


def step(least, sentences, wrong, design_effect=1.0):
    return Step(least=least, sentences=sentences, wrong=wrong, design_effect=design_effect)


@given(sentences=st.integers(1, 500), data=st.data())
def test_the_bound_is_clopper_and_pearson_s(sentences, data):
    wrong = data.draw(st.integers(0, sentences - 1))

    most = step(0.5, sentences, wrong).most_wrong

    assert most == pytest.approx(beta.ppf(CONFIDENCE, wrong + 1, sentences - wrong))
    assert binom.cdf(wrong, sentences, most) == pytest.approx(1 - CONFIDENCE)


def test_sentences_of_one_article_count_for_fewer():
    assert step(0.5, 300, 9, 2.0).most_wrong > step(0.5, 300, 9).most_wrong
    assert step(0.5, 10, 10).most_wrong == 1


def test_steps_are_tried_in_order_until_one_fails():
    steps = (step(0.9, 150, 1), step(0.8, 200, 60), step(0.0, 9000, 90))

    assert Certainty(yes=steps, no=()).least("yes", 0.1) == 0.9
    assert Certainty(yes=steps[1:], no=()).least("yes", 0.1) is None


def test_a_step_without_room_for_errors_is_passed_over_but_for_the_last():
    few = step(0.9, 40, 3)

    assert Certainty(yes=(few, step(0.0, 400, 4)), no=()).least("yes", 0.1) == 0.0
    assert Certainty(yes=(step(0.0, 40, 0),), no=()).least("yes", 0.1) == 0.0
    assert Certainty(yes=(step(0.0, 20, 0),), no=()).least("yes", 0.1) is None
    assert Certainty(yes=(), no=()).least("no", 0.1) is None


@given(risks=st.lists(st.floats(0.02, 0.5), min_size=2, max_size=2).map(sorted))
def test_one_and_the_same_steps_hold_more_where_more_errors_are_allowed(risks):
    steps = (step(0.9, 600, 2), step(0.5, 900, 60), step(0.0, 2000, 500))
    low, high = (Certainty(yes=steps, no=()).least("yes", risk) for risk in risks)

    assert low is None or (high is not None and high <= low)


def found(sentences=600, noise=0.0, size=4):
    scores = RNG.random((sentences, 1))
    targets = RNG.random((sentences, 1)) < scores * (1 - noise)
    articles = [f"a{row // size}" for row in range(sentences)]
    return scores, targets, find_certainties(["one"], scores, scores >= 0.5, targets, articles)


def test_steps_count_the_decisions_that_are_so_confident():
    scores, targets, certainties = found()

    for side, sign in (("yes", 1), ("no", -1)):
        steps = getattr(certainties["one"], side)
        confidence = scores[:, 0] if side == "yes" else 1 - scores[:, 0]
        of_side = (scores[:, 0] >= 0.5) == (sign > 0)
        for each in steps:
            rows = of_side & (confidence >= each.least)
            assert each.sentences == rows.sum()
            assert each.wrong == (targets[rows, 0] != (sign > 0)).sum()
        assert steps[-1].sentences == of_side.sum()
        assert [each.sentences for each in steps] == sorted({each.sentences for each in steps})


def test_what_an_article_shares_makes_its_sentences_alike():
    article_of = np.repeat(np.arange(300), 5)
    apart = RNG.random(1500) < 0.2
    together = np.repeat(RNG.random(300) < 0.2, 5)
    decided = np.ones(1500, dtype=bool)

    assert resemblance(apart, decided, article_of) < 0.05
    assert resemblance(together, decided, article_of) > 0.9
    assert resemblance(together & False, decided, article_of) == 0
    assert resemblance(apart, decided, np.arange(1500)) == 0


def test_the_share_that_is_wrong_stays_below_the_bound_as_often_as_promised():
    risk, broken, draws = 0.1, 0, 300
    for _ in range(draws):
        *_, certainties = found(300)
        least = certainties["one"].least("yes", risk)
        if least is not None:
            start = max(0.5, least)
            truly_wrong = 1 - (1 + start) / 2  # a score u is right with chance u
            broken += truly_wrong > risk

    assert broken / draws <= 1 - CONFIDENCE + 2 * np.sqrt(0.05 * 0.95 / draws)

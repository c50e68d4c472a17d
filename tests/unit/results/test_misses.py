"""Misses gather where a trait has more of them than chance would put there."""

import numpy as np
import pytest

from mediaframe.results.misses import FEWEST, cluster_misses, cluster_table

IDS = [f"s{row}" for row in range(200)]
NOWHERE = np.zeros(200, dtype=bool)


def first(count):
    """Return the first sentences."""
    return np.arange(200) < count


def clusters_of(truth, decisions, **traits):
    """Return the clusters of one label, decided with certainty."""
    targets, given = truth[:, np.newaxis], decisions[:, np.newaxis]
    (found,) = cluster_misses(targets, given, given.astype(float), {"cue": traits}, IDS)
    return found


def test_a_trait_with_more_misses_than_elsewhere_is_told_with_counts_and_examples():
    truth, decisions = first(10), first(4)

    (cluster,) = clusters_of(truth, decisions, denying=first(12), saying=~first(12))

    assert (cluster.kind, cluster.trait, cluster.sentences) == ("cue", "denying", 12)
    assert (cluster.overlooked, cluster.given_wrongly) == (6, 0)
    assert (cluster.rate, cluster.rate_of_all) == (0.5, 0.03)
    assert cluster.examples == ("s4", "s5")


def test_what_is_given_wrongly_is_told_from_what_is_overlooked():
    (cluster,) = clusters_of(NOWHERE, first(7), denying=first(9))

    assert (cluster.overlooked, cluster.given_wrongly) == (0, 7)


@pytest.mark.parametrize(
    ("decisions", "trait"),
    [
        pytest.param(NOWHERE, first(20), id="no misses"),
        pytest.param(first(FEWEST - 1), first(FEWEST - 1), id="too few"),
        pytest.param(first(20), first(200), id="no more than elsewhere"),
    ],
)
def test_what_chance_explains_is_no_cluster(decisions, trait):
    assert clusters_of(NOWHERE, decisions, denying=trait) == ()


def test_the_least_likely_comes_first_and_the_table_says_so():
    truth, decisions = NOWHERE, first(12)

    clusters = clusters_of(truth, decisions, wide=first(60), narrow=first(12))

    table = cluster_table(clusters, "contested_claim", {})
    assert [row[0] for row in table.rows] == ["cue: narrow", "cue: wide"]
    assert table.rows[0][1:] == ("12", "0", "12", "1.000")

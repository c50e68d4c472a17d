"""Where a model errs: its misses gathered by cue, by source, by content and by rule of the codebook."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from pydantic import Field
from scipy.stats import binom

from mediaframe.results.estimates import ResultSection
from mediaframe.results.metrics import Matrix, Targets
from mediaframe.results.tables import Table, number, spelled

FEWEST = 5  # misses that make a cluster
MOST = 8  # clusters shown of a label
EXAMPLES = 2  # sentences of a cluster
RARE = 0.05  # how seldom chance alone would put as many misses there

Traits = Mapping[str, Mapping[str, Targets]]
"""Kind of trait -> trait -> which sentences have it, (sentences,)."""


class MissCluster(ResultSection):
    """A trait of sentences among which a label is missed more often than chance would have it."""

    kind: str = Field(description="Kind of trait: `cue`, `source`, `content` or `rule`.")
    trait: str = Field(description="What the sentences have in common, such as `denying`.")
    sentences: int = Field(ge=1, description="Number of sentences that have the trait.")
    overlooked: int = Field(ge=0, description="Number of them that carry the label, not given it.")
    given_wrongly: int = Field(ge=0, description="Number of them that do not, but are given it.")
    rate: float = Field(description="Share of them decided wrongly, 0 to 1.")
    rate_of_all: float = Field(description="Share of all sentences decided wrongly, 0 to 1.")
    chance: float = Field(
        description="Probability of as many errors among them at the rate of all (one-sided binomial, uncorrected)."
    )
    examples: tuple[str, ...] = Field(description="Ids of the clearest misses among them.")


def cluster_misses(
    targets: Targets, decisions: Targets, scores: Matrix, traits: Traits, ids: Sequence[str]
) -> list[tuple[MissCluster, ...]]:
    """Return, for each label, the traits of sentences among which the model errs more often than elsewhere.

    A trait counts where chance alone, at the label's rate of errors, would seldom give it as many (one-sided binomial test,
    uncorrected: it orders what to look at, and claims nothing).

    Args:
        targets: (sentences, labels).
        decisions: (sentences, labels).
        scores: (sentences, labels); the examples are the clearest misses.
        traits: what sentences have in common.
        ids: of the sentences.
    """
    wrong = targets != decisions
    return [
        tuple(
            sorted(
                _clusters(
                    targets[:, label],
                    wrong[:, label],
                    np.abs(scores - targets)[:, label],
                    traits,
                    ids,
                ),
                key=lambda cluster: (cluster.chance, -cluster.overlooked - cluster.given_wrongly),
            )[:MOST]
        )
        for label in range(targets.shape[1])
    ]


def _clusters(
    truth: Targets, wrong: Targets, distance: Matrix, traits: Traits, ids: Sequence[str]
) -> Iterator[MissCluster]:
    rate = wrong.mean()
    for kind, members in traits.items():
        for name, inside in members.items():
            misses = np.flatnonzero(inside & wrong)
            chance = float(binom.sf(len(misses) - 1, inside.sum(), rate))
            if len(misses) < FEWEST or chance > RARE:
                continue
            clearest = misses[np.argsort(-distance[misses], kind="stable")][:EXAMPLES]
            yield MissCluster(
                kind=kind,
                trait=name,
                sentences=int(inside.sum()),
                overlooked=int(truth[misses].sum()),
                given_wrongly=int((~truth[misses]).sum()),
                rate=round(len(misses) / int(inside.sum()), 6),
                rate_of_all=round(float(rate), 6),
                chance=float(f"{chance:.3g}"),
                examples=tuple(ids[row] for row in clearest),
            )


def trait_name(cluster: MissCluster, rulings: Mapping[str, str]) -> str:
    """Return what sentences of a cluster have in common, in words: a ruling by its title, as far as it is known."""
    title = rulings.get(cluster.trait) if cluster.kind == "rule" else None
    return f"{cluster.kind}: {f'{title} ({cluster.trait})' if title else spelled(cluster.trait)}"


def cluster_table(clusters: Sequence[MissCluster], label: str, rulings: Mapping[str, str]) -> Table:
    """Return where the misses of one label gather; `rulings` are titles of the codebook's rules by number."""
    rows = [
        (
            trait_name(cluster, rulings),
            str(cluster.sentences),
            str(cluster.overlooked),
            str(cluster.given_wrongly),
            number(cluster.rate),
        )
        for cluster in clusters
    ]
    elsewhere = number(clusters[0].rate_of_all) if clusters else ""
    caption = (
        f"Traits of sentences among which {spelled(label)} is missed more often than chance would have it; of all sentences "
        f"{elsewhere} are. The least likely come first; a sentence may have several traits; a rule is that of the codebook by which the "
        "sentence was coded."
    )
    header = (spelled(label), "sentences", "overlooked", "given wrongly", "error rate")
    return Table(f"clusters_{label}", caption, header, tuple(rows))

"""Labels that exclude each other: accuracy, kappa, and which class is taken for which."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from mediaframe.results.estimates import Estimate, ResultSection
from mediaframe.results.metrics import Matrix, Resamples, System, Targets
from mediaframe.results.tables import Table, interval, spelled

NO_LABEL = "no label"  # a class where a sentence has none; no label can be called so

Classes = NDArray[np.intp]  # (sentences,)


class ClassFigures(ResultSection):
    """How often one of several classes is right."""

    accuracy: Estimate = Field(description="Share of sentences given their class, 0 to 1.")
    kappa: Estimate = Field(
        description="Cohen's kappa: agreement beyond chance, at most 1; undefined where chance alone agrees wholly."
    )


class Confusion(ResultSection):
    """What sentences of each class are taken for, a row a class coded, a column a class decided."""

    counts: tuple[tuple[int, ...], ...] = Field(description="Numbers of sentences.")
    shares: tuple[tuple[Estimate, ...], ...] = Field(
        description="Shares of the sentences coded so, 0 to 1; undefined where none is."
    )


class ExclusiveFigures(ResultSection):
    """Figures of decisions for one class out of all."""

    classes: tuple[str, ...] = Field(
        description="Labels, and `no label` where a sentence is coded or decided to have none."
    )
    systems: dict[str, ClassFigures] = Field(
        description="The model, its baselines, and the coders against each other where two coded."
    )
    confusion: Confusion = Field(description="What the model takes each class for.")


def classes_of(decisions: Targets) -> Classes:
    """Return the class of each sentence: the column of its label, or one more than there are where it has none.

    >>> classes_of(np.array([[False, True], [False, False]])).tolist()
    [1, 2]
    """
    none = decisions.shape[1]
    return np.asarray(np.where(decisions.any(axis=1), decisions.argmax(axis=1), none))


def count_classes(coded: Classes, decided: Classes, size: int, resamples: Resamples) -> Matrix:
    """Return (1 + resamples, classes, classes): sentences by the class coded and the class decided."""
    cells = np.zeros((len(coded), size * size))
    cells[np.arange(len(coded)), coded * size + decided] = 1
    return resamples.sums(cells).reshape(-1, size, size)


def accuracy_and_kappa(counts: Matrix) -> tuple[Matrix, Matrix]:
    """Return the share of sentences on the diagonal of counts (..., classes, classes), and Cohen's kappa.

    Cohen 1960, *A coefficient of agreement for nominal scales*.

    >>> agreed, kappa = accuracy_and_kappa(np.array([[20.0, 5.0], [10.0, 15.0]]))
    >>> round(float(agreed), 2), round(float(kappa), 2)
    (0.7, 0.4)
    """
    total = counts.sum(axis=(-2, -1))
    agreed = np.trace(counts, axis1=-2, axis2=-1) / total
    chance = (counts.sum(axis=-1) * counts.sum(axis=-2)).sum(axis=-1) / total**2
    with np.errstate(divide="ignore", invalid="ignore"):
        kappa = np.where(chance < 1, (agreed - chance) / (1 - chance), np.nan)
    return agreed, kappa[()]


def measure_exclusive(
    labels: Sequence[str],
    targets: Targets,
    systems: Sequence[System],
    resamples: Resamples,
    coders: Mapping[str, ClassFigures],
) -> ExclusiveFigures:
    """Return the figures of systems that give at most one label; the first is the model.

    `coders` are figures of coders against each other, which stand beside those of systems.
    """
    coded, size = classes_of(targets), len(labels) + 1
    counts = {
        system.name: count_classes(coded, classes_of(system.decisions), size, resamples)
        for system in systems
    }
    model = counts[systems[0].name]
    is_met = model[0, -1].any() or model[0, :, -1].any()
    size -= not is_met
    return ExclusiveFigures(
        classes=(*labels, NO_LABEL)[:size],
        systems={name: class_figures(each, resamples) for name, each in counts.items()}
        | dict(coders),
        confusion=_confusion(model[:, :size, :size], resamples),
    )


def class_figures(counts: Matrix, resamples: Resamples) -> ClassFigures:
    """Return accuracy and kappa with their intervals, from counts (1 + resamples, classes, classes)."""
    accuracy, kappa = map(resamples.estimate, accuracy_and_kappa(counts))
    return ClassFigures(accuracy=accuracy, kappa=kappa)


def _confusion(counts: Matrix, resamples: Resamples) -> Confusion:
    coded = counts.sum(axis=2, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(coded > 0, counts / coded, np.nan)
    return Confusion(
        counts=tuple(map(tuple, counts[0].astype(np.int64).tolist())),
        shares=tuple(
            tuple(resamples.estimate(drawn) for drawn in row) for row in np.moveaxis(shares, 0, -1)
        ),
    )


def exclusive_tables(figures: ExclusiveFigures, confidence: float) -> list[Table]:
    """Return accuracy and kappa of each system, and what the model takes each class for."""
    names = tuple(map(spelled, figures.classes))
    return [
        Table(
            "classes",
            f"One class a sentence: the share given their own, and Cohen's kappa, with {confidence:.0%} intervals over articles.",
            ("decided by", "accuracy", "kappa"),
            tuple(
                (spelled(name), interval(each.accuracy), interval(each.kappa))
                for name, each in figures.systems.items()
            ),
        ),
        Table(
            "classes_confusion",
            "What the model takes the sentences of each class for: shares of those coded so.",
            ("coded", "sentences", *names),
            tuple(
                (name, str(sum(counts)), *map(interval, shares))
                for name, counts, shares in zip(
                    names, figures.confusion.counts, figures.confusion.shares, strict=True
                )
            ),
        ),
    ]

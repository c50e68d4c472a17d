"""Labels looked at together: one class out of all where they exclude each other, and the combinations asked for."""

from collections.abc import Mapping, Sequence

from mediaframe.codebook.combinations import parse_combination
from mediaframe.config import EvaluationConfig
from mediaframe.data.corpus import Corpus
from mediaframe.results.combinations import Combined, combine, measure_combination
from mediaframe.results.exclusive import (
    ExclusiveFigures,
    class_figures,
    classes_of,
    count_classes,
    measure_exclusive,
)
from mediaframe.results.metrics import Resamples, System
from mediaframe.results.subgroups import Groups
from mediaframe.results.systems import Coded


def exclusive_figures(
    coded: Coded, systems: Sequence[System], resamples: Resamples
) -> ExclusiveFigures:
    """Return accuracy, kappa and confusion, those of two coders against each other beside them."""
    coders, rows = {}, coded.double_coded
    if len(coded.coders) > 1 and len(rows):
        first, second = (classes_of(targets[rows]) for targets in coded.coders.values())
        part = Resamples(resamples.weights, resamples.article_of[rows], resamples.confidence)
        counts = count_classes(first, second, len(coded.labels) + 1, part)
        coders[" against ".join(coded.coders)] = class_figures(counts, part)
    return measure_exclusive(coded.labels, coded.targets, systems, resamples, coders)


def combined_figures(
    config: EvaluationConfig,
    corpus: Corpus,
    systems: Sequence[System],
    parted: Mapping[str, Groups],
    resamples: Resamples,
) -> dict[str, Combined]:
    """Return the figures of each combination that the settings name."""
    found = {}
    for text in config.combinations:
        combination = parse_combination(text, corpus.labels)
        holds = [(corpus.labels.index(label), stands) for label, stands in combination.parts]
        found[combination.name] = measure_combination(
            combine(holds, corpus.targets),
            {system.name: combine(holds, system.decisions) for system in systems},
            parted,
            resamples,
        )
    return found

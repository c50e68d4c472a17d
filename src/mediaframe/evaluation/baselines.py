"""What a model is compared with: systems that need no training, as far as the codebook offers them."""

from collections.abc import Iterator, Sequence

import numpy as np

from mediaframe.codebook import Codebook
from mediaframe.codebook.combinations import parse_combination
from mediaframe.config import EvaluationConfig
from mediaframe.data.corpus import Targets
from mediaframe.errors import InputError
from mediaframe.model.features import rule_decisions
from mediaframe.reader.reading import ReadSentence
from mediaframe.results.exclusive import classes_of
from mediaframe.results.metrics import System


def fit_codebook(config: EvaluationConfig, codebook: Codebook) -> EvaluationConfig:
    """Return the settings with the baselines that the codebook offers; what is asked for by hand it must offer.

    Raises:
        InputError: rules are asked for, but not every label has one; a combination of unknown labels; the most frequent
            class, where labels do not exclude each other.
    """
    for text in config.combinations:
        try:
            parse_combination(text, codebook.label_names)
        except InputError as error:
            msg = f"evaluation.combinations: {error}"
            raise InputError(msg) from error
    return _offered_constant(_offered_rules(config, codebook), codebook)


def _offered_constant(config: EvaluationConfig, codebook: Codebook) -> EvaluationConfig:
    """Return the settings with the one of `always_yes` and `most_frequent` that fits: where labels exclude each other, no sentence has all."""
    if codebook.exclusive:
        fitting = ("most_frequent" if name == "always_yes" else name for name in config.baselines)
        return config.model_copy(update={"baselines": tuple(dict.fromkeys(fitting))})
    if "most_frequent" in config.baselines:
        msg = f"evaluation.baselines: most_frequent, but the labels of codebook {codebook.name} do not exclude each other; use always_yes, or set `exclusive: true` there"
        raise InputError(msg)
    return config


def _offered_rules(config: EvaluationConfig, codebook: Codebook) -> EvaluationConfig:
    if "rules" not in config.baselines or codebook.has_rules:
        return config
    if "baselines" in config.model_fields_set:
        without = ", ".join(label.name for label in codebook.labels if not label.rule)
        msg = f"evaluation.baselines: rules, but codebook {codebook.name} has none for {without}; give each label a `rule`, or leave rules out"
        raise InputError(msg)
    kept = tuple(name for name in config.baselines if name != "rules")
    return config.model_copy(update={"baselines": kept})


def baseline_systems(
    config: EvaluationConfig, codebook: Codebook, targets: Targets, read: Sequence[ReadSentence]
) -> Iterator[System]:
    """Yield what the baselines of the settings decide of sentences, as read and as coded."""
    if "always_yes" in config.baselines:
        yield System("always_yes", np.ones_like(targets))
    if "most_frequent" in config.baselines:
        yield System("most_frequent", most_frequent(targets))
    if "rules" in config.baselines and codebook.has_rules:
        decided = rule_decisions(
            codebook.rules, read, codebook.implied, exclusive=codebook.exclusive
        )
        yield System("rules", decided)


def most_frequent(targets: Targets) -> Targets:
    """Return decisions for the commonest class alone, which may be that of sentences without a label.

    >>> most_frequent(np.array([[False, True], [False, True], [False, False]])).tolist()
    [[False, True], [False, True], [False, True]]
    """
    classes = np.vstack([np.eye(targets.shape[1], dtype=np.bool_), np.zeros_like(targets[:1])])
    commonest = np.bincount(classes_of(targets), minlength=len(classes)).argmax()
    return np.repeat(classes[[commonest]], len(targets), axis=0)

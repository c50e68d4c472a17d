"""How the result came about, as a paragraph for a paper; and how to cite what made it."""

from collections.abc import Iterator
from importlib.metadata import metadata

from mediaframe.config import ExperimentConfig
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.systems import MODEL
from mediaframe.results.tables import interval, number, spelled
from mediaframe.results.worth.verdicts import baseline_name, sized

SPLITS = {
    "article": "whole articles were held out, drawn by a hash of their ids",
    "time": "the articles from a date on were held out",
    "column": "the articles of some values of a column were held out",
    "sentence": "single sentences were held out, so that articles stand on both sides",
}
CALIBRATIONS = {
    "sigmoid": "scores were calibrated by Platt's sigmoid",
    "none": "scores were not calibrated",
}
THRESHOLDS = {"best_f1": "the best F1", "half": "a score of one half"}


def citation() -> str:
    """Return how mediaframe is cited, as in CITATION.cff."""
    package = metadata("mediaframe")
    return f"{package['Author']}. {package['Name']}, version {package['Version']} [software]."


def methods_paragraph(scores: EvaluationScores, config: ExperimentConfig | None) -> str:
    """Return the paragraph on methods; the config is that of a run, an evaluation has none."""
    return " ".join(
        [*_data(scores, config), *_training(scores, config), *_figures(scores), *_results(scores)]
    )


def _data(scores: EvaluationScores, config: ExperimentConfig | None) -> Iterator[str]:
    corpus, codebook = scores.corpus, scores.codebook
    yield (
        f"We used {corpus.sentences:,} sentences of {corpus.articles:,} articles ({corpus.name}, sha256 {corpus.sha256}), "
        f"each coded by codebook {codebook.name} {codebook.version} for {', '.join(map(spelled, scores.labels))}."
    )
    if scores.origin.bundled != "none":
        yield "Of these, those of the corpus that ships with mediaframe are invented and were coded by a language model."
    test = scores.test
    if config is None:
        yield f"The model was tested on {test.sentences:,} sentences of {test.articles:,} articles."
    else:
        yield (
            f"For testing, {SPLITS[config.split.kind]}: {test.sentences:,} sentences of {test.articles:,} articles."
        )


def _training(scores: EvaluationScores, config: ExperimentConfig | None) -> Iterator[str]:
    features = f" on {', '.join(map(spelled, scores.features))}" if scores.features else ""
    if trained_on := scores.model_trained_on:
        yield (
            f"The classifier ({spelled(scores.head)}{features}) had been trained on {trained_on.sentences:,} sentences of "
            f"{trained_on.articles:,} articles ({trained_on.corpus})."
        )
    if config is None or scores.train is None:
        return
    how = config.training
    yield (
        f"A classifier ({spelled(scores.head)}{features}) was trained on {scores.train.sentences:,} sentences of "
        f"{scores.train.articles:,} articles. On {how.folds} folds of these, which keep articles whole, settings were chosen per label by "
        f"average precision and thresholds by {THRESHOLDS[how.thresholds]}; {CALIBRATIONS[how.calibration]}."
    )


def _figures(scores: EvaluationScores) -> Iterator[str]:
    yield (
        f"Figures have {scores.confidence:.0%} percentile intervals from {scores.resamples:,} bootstrap resamples of whole articles."
    )
    if scores.differences:
        yield (
            "Differences to baselines are paired on the same resamples; p-values are from approximate randomization with the "
            f"article as unit ({scores.permutations:,} permutations), corrected by Holm's method over labels, their mean and "
            "baselines."
        )


def _results(scores: EvaluationScores) -> Iterator[str]:
    figures = scores.systems[MODEL]
    by_label = ", ".join(
        f"{spelled(label)} {number(figures.labels[label].f1.value)}" for label in scores.labels
    )
    yield f"Mean F1 was {interval(figures.macro.f1)} ({by_label})."
    for name, difference in scores.differences.items():
        yield f"The difference to {baseline_name(name)} was {sized(difference.macro)}."
    package = metadata("mediaframe")
    yield f"All was computed with mediaframe {package['Version']}, seed {scores.seed}."

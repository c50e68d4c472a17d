"""The REFORMS checklist of a run: what its settings and results answer is filled in, the rest is left to its authors."""

from importlib.resources import files
from typing import NamedTuple

from mediaframe.config import ExperimentConfig
from mediaframe.files.yaml import parse_yaml
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.systems import MODEL
from mediaframe.results.tables import Table, spelled
from mediaframe.results.worth.methods import SPLITS
from mediaframe.results.worth.verdicts import baseline_name

YOURS = "(to be answered by you)"
SOURCE = (
    "REFORMS: Kapoor et al. 2024, Science Advances 10, eadk3452; the questions in words of our own."
)


class Item(NamedTuple):
    """A question of the checklist, and the answer as far as the run knows it."""

    number: str
    section: str
    question: str
    answer: str | None


def checklist(scores: EvaluationScores, config: ExperimentConfig | None) -> list[Item]:
    """Return all questions in order; the config is that of a run, an evaluation has none."""
    name = "reforms.yaml"
    text = (files("mediaframe.results.worth") / name).read_text(encoding="utf-8")
    answers = _reproduction(scores) | _data(scores) | _modelling(scores, config) | _figures(scores)
    return [
        Item(number, section, question, answers.get(number))
        for section, questions in parse_yaml(text, name).values.items()
        for number, question in questions.items()
    ]


def checklist_table(items: list[Item]) -> Table:
    """Return the checklist as a table."""
    rows = [(f"{item.number} {item.question}", item.answer or YOURS) for item in items]
    filled = sum(item.answer is not None for item in items)
    caption = f"{SOURCE} {filled} of {len(items)} are filled in from settings and results; check them too."
    return Table("reforms", caption, ("question", "answer"), tuple(rows))


def _reproduction(scores: EvaluationScores) -> dict[str, str]:
    return {
        "2a": f"{scores.corpus.name}, sha256 {scores.corpus.sha256}.",
        "2b": "mediaframe; version and digest of its code stand in provenance.json.",
        "2c": "provenance.json names Python, packages and processor; run_info.json host and hours.",
        "2d": "report.md, config.yaml and the model's README.md in this folder.",
        "2e": "mediaframe verify FOLDER runs it again and compares every figure and decision.",
    }


def _data(scores: EvaluationScores) -> dict[str, str]:
    positives = ", ".join(
        f"{spelled(label)} {count:,}" for label, count in scores.corpus.positives.items()
    )
    answers = {
        "3d": f"Labels of single sentences by codebook {scores.codebook.name} {scores.codebook.version}: "
        f"{', '.join(map(spelled, scores.labels))}.",
        "3e": f"{scores.corpus.sentences:,} sentences of {scores.corpus.articles:,} articles; positives: {positives}.",
        "3f": "None: a sentence without text, ids or labels is refused when it is read.",
        "4b": "Rows that cannot be read are refused with file and line; none is mended or dropped in silence.",
    }
    if scores.origin.bundled == "all":
        answers |= {
            "3a": "Invented: written and coded by a language model for mediaframe.",
            "3g": "No. The corpus is invented and stands for no news.",
            "8b": "For shares or accuracy in real news nothing follows from these figures.",
        }
    if scores.left_out_articles is not None:
        answers["4a"] = (
            f"{scores.left_out_articles} articles, near-duplicates of test or beyond split.train_share."
        )
    return answers


def _modelling(scores: EvaluationScores, config: ExperimentConfig | None) -> dict[str, str]:
    features = ", ".join(map(spelled, scores.features)) or "no features"
    baselines = [baseline_name(name) for name in scores.systems if name != MODEL]
    answers = {
        "4c": f"Sentences became features: {features}. Words and weights are those of train alone.",
        "5a": f"One classifier a label ({spelled(scores.head)}) on {features}.",
        "5f": f"{', '.join(baselines).capitalize()}." if baselines else "None.",
    }
    if "external" not in scores.features:
        answers["6c"] = "Every feature is read from the article itself; none is made from labels."
    if config is not None:
        how = config.training
        answers |= {
            "5c": f"For testing, {SPLITS[config.split.kind]}; settings were chosen on {how.folds} article-grouped folds of the rest.",
            "5d": "One model was trained with the settings that were best out of fold, and tested once.",
            "5e": f"All {len(scores.tuning or ())} settings of config.yaml, per label, by average precision out of fold.",
            "6a": "Words, weights, settings, calibration and thresholds come from train alone."
            if not scores.shared_articles
            else f"No: {scores.shared_articles} articles stand on both sides.",
            "6b": "Articles are kept whole, and near-duplicates on one side."
            if not scores.shared_articles
            else "They are not: sentences were dealt singly.",
        }
    return answers


def _figures(scores: EvaluationScores) -> dict[str, str]:
    return {
        "7a": "Precision, recall, F1, average precision, MCC and Brier, per label with prevalence beside it: labels are of "
        "unequal frequency.",
        "7b": f"{scores.confidence:.0%} percentile intervals from {scores.resamples:,} bootstrap resamples of whole articles.",
        "7c": f"Approximate randomization, {scores.permutations:,} permutations of articles, Holm's correction; articles are "
        "taken to be independent.",
    }

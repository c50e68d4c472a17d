"""What an experiment will do: its data, read and dealt, and its settings, refused before any training where they cannot work."""

import json
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from mediaframe.codebook import Codebook, load_codebook
from mediaframe.config import ExperimentConfig, RulesHead, SentenceSplit
from mediaframe.data.corpus import Corpus, read_corpora
from mediaframe.data.splits import Sides, check_trainable, deal_folds, split_corpus, unmet_share
from mediaframe.errors import InputError
from mediaframe.evaluation.evaluation import with_baselines
from mediaframe.experiment.recipe import make_recipe
from mediaframe.model.counted_text import CountedPart, CountedText
from mediaframe.model.training import Advance, Recipe, Trained, train


@dataclass(frozen=True)
class Plan:
    """An experiment with its data, checked as far as that goes without training."""

    config: ExperimentConfig
    codebook: Codebook
    corpus: Corpus
    sides: Sides  # rows of train and of test
    train: Corpus
    test: Corpus
    fold_of: NDArray[np.intp]  # (sentences of train,)
    recipe: Recipe

    @property
    def left_out(self) -> int:
        """How many articles stand in neither part: near-duplicates tie them to test, or the share of train is smaller."""
        return len({*self.corpus.articles} - {*self.train.articles} - {*self.test.articles})

    @property
    def unmet_share(self) -> str | None:
        """What to say where test holds another share of the articles than was asked for."""
        return unmet_share(self.config.split, self.test.n_articles, self.corpus.n_articles)

    @property
    def is_torn(self) -> bool:
        """Whether sentences of one article stand on both sides; each is read in its whole article all the same."""
        return isinstance(self.config.split, SentenceSplit)


def plan_experiment(config: ExperimentConfig) -> Plan:
    """Read the data of an experiment and refuse what cannot work, before any training.

    Raises:
        InputError: a wrong corpus or codebook, an empty side of the split, too few articles or positives, or what features
            need is missing.
    """
    codebook = load_codebook(config.codebook)
    check_rules(config, codebook)
    return plan_sides(config, codebook, read_corpora(config.corpus.paths, codebook))


def check_rules(config: ExperimentConfig, codebook: Codebook) -> None:
    """Refuse the rules of a codebook that has none.

    Raises:
        InputError: a label without a rule, where the head needs it.
    """
    if isinstance(config.head, RulesHead) and not codebook.has_rules:
        msg = f"head.kind: rules, but codebook {codebook.name} has labels without `rule`; add rules or choose another head"
        raise InputError(msg)


def plan_sides(
    config: ExperimentConfig, codebook: Codebook, corpus: Corpus, sides: Sides | None = None
) -> Plan:
    """Deal a corpus that was read already; `sides`, where given, take the place of the split.

    Raises:
        InputError: an empty side of the split, too few articles or positives, or what features need is missing.
    """
    config = config.model_copy(update={"evaluation": with_baselines(config.evaluation, codebook)})
    try:
        sides = sides or split_corpus(corpus, config.split, config.seed)
        train_part, test_part = (corpus.take(rows) for rows in sides)
        fold_of = deal_folds(train_part.sentences, config.training.folds, config.seed)
        check_trainable(train_part.targets, fold_of, corpus.labels)
    except InputError as error:
        msg = f"{', '.join(config.corpus.paths)}: {error}"
        raise InputError(msg) from error
    recipe = make_recipe(config, codebook, corpus)
    return Plan(config, codebook, corpus, sides, train_part, test_part, fold_of, recipe)


def train_plan(
    plan: Plan,
    *,
    text: CountedPart | None = None,
    jobs: int = 1,
    advance: Advance = lambda _done, _of: None,
) -> Trained:
    """Train as planned; arguments as in `train`."""
    train_part, recipe = plan.train, plan.recipe
    if text is None and plan.is_torn:
        whole = CountedText(recipe.features, recipe.reader, plan.corpus.sentences, recipe.further)
        text = whole.part(plan.sides[0])
    return train(
        recipe,
        train_part.sentences,
        train_part.targets,
        plan.fold_of,
        text=text,
        jobs=jobs,
        advance=advance,
    )


def settings_digest(
    config: ExperimentConfig, recipe: Recipe, codebook: Codebook, corpus: Corpus
) -> str:
    """Return the sha256 of the settings; what files hold counts, not where they lie."""
    settings = config.model_dump(mode="json")
    settings["corpus"] = {"path": corpus.sha256}
    settings["head"] = recipe.head.model_dump(mode="json")
    settings["features"] = recipe.features.model_dump(mode="json")
    for section in (settings["head"], *filter(None, settings["features"].values())):
        section.pop("path", None)  # `sha256` stands beside it
    settings["codebook"] = codebook.model_dump(mode="json")
    return sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()

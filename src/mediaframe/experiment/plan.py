"""What an experiment will do: its data, read and dealt.

What cannot work is refused here, before any training: a label that no sentence has, for example, or an encoder that is not there.
"""

import json
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from mediaframe.codebook import Codebook, load_codebook
from mediaframe.config import ExperimentConfig, SentenceSplit
from mediaframe.data.corpus import Corpus, read_corpora
from mediaframe.data.splits import Sides, check_trainable, deal_folds, split_corpus, unmet_share
from mediaframe.errors import InputError
from mediaframe.evaluation.baselines import fit_codebook
from mediaframe.experiment.recipe import make_recipe
from mediaframe.files.progress import Advance, unwatched
from mediaframe.model.counted_text import CountedPart
from mediaframe.model.heads import make_head
from mediaframe.model.training import Recipe, TrainingResult, train


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
    make_head(config.head).check_codebook(codebook)  # no corpus is needed to tell that
    return plan_sides(config, codebook, read_corpora(config.corpus, codebook))


def plan_sides(
    config: ExperimentConfig, codebook: Codebook, corpus: Corpus, sides: Sides | None = None
) -> Plan:
    """Deal a corpus that was read already; `sides`, where given, take the place of the split.

    Raises:
        InputError: an empty side of the split, too few articles or positives, or what features need is missing.
    """
    config = config.model_copy(update={"evaluation": fit_codebook(config.evaluation, codebook)})
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


def plan_whole(config: ExperimentConfig, codebook: Codebook, corpus: Corpus) -> Plan:
    """Put all of a corpus into train, and nothing into test.

    Raises:
        InputError: too few articles or positives, or what features need is missing.
    """
    everything = np.arange(len(corpus.sentences))
    return plan_sides(config, codebook, corpus, (everything, everything[:0]))


def train_plan(
    plan: Plan,
    *,
    text: CountedPart | None = None,
    jobs: int = 1,
    advance: Advance = unwatched,
) -> TrainingResult:
    """Train as planned; arguments as in `train`."""
    train_part, recipe = plan.train, plan.recipe
    if text is None and plan.is_torn:
        text = recipe.count(plan.corpus.sentences).part(plan.sides[0])
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
    said = config.corpus.model_dump(include={"columns", "dates"}, exclude_defaults=True)
    settings["corpus"] = {"path": corpus.sha256, **said}
    settings["head"] = recipe.head.settings.model_dump(mode="json")
    settings["features"] = recipe.features.model_dump(mode="json")
    for section in (settings["head"], *filter(None, settings["features"].values())):
        section.pop("path", None)  # `sha256` stands beside it
    settings["codebook"] = codebook.model_dump(mode="json")
    for shown in ("figures", "tables", "mute"):  # whatever is shown of it, the result is the same
        del settings["report"][shown]
    if not config.evaluation.combinations:  # as before there were any
        del settings["evaluation"]["combinations"]
    return sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()

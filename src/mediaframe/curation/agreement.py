"""Do coders agree, and where do they not?"""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from pydantic import Field

from mediaframe.config import EvaluationConfig
from mediaframe.data.agreement import label_alphas, set_alpha
from mediaframe.data.corpus import Corpus, Targets
from mediaframe.data.formats.fields import NOT_CODED
from mediaframe.errors import InputError
from mediaframe.files.folders import new_files
from mediaframe.files.rows import Row, write_table
from mediaframe.files.writing import write_json
from mediaframe.results.estimates import Estimate, ResultSection
from mediaframe.results.metrics import Resamples, overlap_f1
from mediaframe.results.pages import write_plain_page
from mediaframe.results.tables import Table, interval

# Krippendorff 2004, *Reliability in Content Analysis*: conclusions from .800, tentative ones from .667.
FIRM, TENTATIVE = 0.8, 0.667


class DoubleCoded(ResultSection):
    """How much was coded by two coders or more."""

    sentences: int = Field(ge=1, description="Number of sentences.")
    articles: int = Field(ge=1, description="Number of their articles.")


class CoderPair(ResultSection):
    """How far two coders agree on the sentences that both coded."""

    coders: tuple[str, str] = Field(description="Their names.")
    sentences: int = Field(ge=0, description="Number of sentences that both coded.")
    f1: dict[str, Estimate] | None = Field(
        description="F1 of one against the other, the same either way, of each label; null without such sentences."
    )
    macro_f1: Estimate | None = Field(
        description="Mean of F1 over the labels of which it is defined."
    )


class AgreementFigures(ResultSection):
    """`agreement.json`: how far coders agree."""

    corpus: str = Field(description="Name of the corpus.")
    coders: tuple[str, ...] = Field(description="Names of the coders.")
    confidence: float = Field(description="Coverage of the intervals over articles, 0 to 1.")
    double_coded: DoubleCoded = Field(description="What agreement is measured on.")
    alpha: dict[str, Estimate] = Field(
        description="Krippendorff's alpha of each label; undefined where coders never vary."
    )
    masi_alpha: Estimate = Field(
        description="Krippendorff's alpha of label sets, by MASI distance."
    )
    pairs: tuple[CoderPair, ...] = Field(description="Every pair of coders.")


@dataclass(frozen=True)
class Agreement:
    """How far coders agree, and where they do not."""

    figures: AgreementFigures
    disagreements: tuple[Row, ...]


def measure_agreement(corpus: Corpus, config: EvaluationConfig, seed: int = 0) -> Agreement:
    """Return alpha per label and over label sets, and F1 of each pair of coders, with intervals over articles.

    Raises:
        InputError: fewer than two coders, or no sentence that two of them coded.
    """
    coders = corpus.coders
    if len(coders) < 2:  # noqa: PLR2004 - agreement takes two
        msg = f"{corpus.name}: {len(coders)} coder columns; agreement needs coder_1 and coder_2 at least"
        raise InputError(msg)
    codings = list(coders.values())
    is_double = np.sum([coding.is_coded for coding in codings], axis=0) > 1
    if not is_double.any():
        msg = f"{corpus.name}: no sentence was coded by two coders; have whole articles coded twice"
        raise InputError(msg)
    double = corpus.take(np.flatnonzero(is_double))
    codings = list(double.coders.values())
    rng = np.random.default_rng(seed)
    resamples = Resamples.draw(double.articles, config.resamples, config.confidence, rng)
    alphas = label_alphas(codings, resamples.article_of, resamples.weights)
    figures = AgreementFigures(
        corpus=corpus.name,
        coders=tuple(coders),
        confidence=config.confidence,
        double_coded=DoubleCoded(sentences=len(double.sentences), articles=double.n_articles),
        alpha={
            label: resamples.estimate(alphas[:, column])
            for column, label in enumerate(corpus.labels)
        },
        masi_alpha=resamples.estimate(set_alpha(codings, resamples.article_of, resamples.weights)),
        pairs=tuple(_pair(double, names, config, rng) for names in combinations(double.coders, 2)),
    )
    return Agreement(figures, tuple(_disagreements(double)))


def _pair(
    corpus: Corpus, names: tuple[str, str], config: EvaluationConfig, rng: np.random.Generator
) -> CoderPair:
    """Return the F1 of one coder against another on the sentences that both coded; it is the same either way."""
    first, second = (corpus.coders[name] for name in names)
    both = np.flatnonzero(first.is_coded & second.is_coded)
    if len(both) == 0:
        return CoderPair(coders=names, sentences=0, f1=None, macro_f1=None)
    articles = [corpus.articles[row] for row in both]
    resamples = Resamples.draw(articles, config.resamples, config.confidence, rng)
    f1 = overlap_f1(first.targets[both], second.targets[both], resamples)
    defined = f1[:, ~np.isnan(f1[0])]
    macro = defined.mean(axis=1) if defined.shape[1] else f1[:, 0]
    return CoderPair(
        coders=names,
        sentences=len(both),
        f1={label: resamples.estimate(f1[:, column]) for column, label in enumerate(corpus.labels)},
        macro_f1=resamples.estimate(macro),
    )


def _disagreements(corpus: Corpus) -> list[Row]:
    """Return the sentences that coders labelled otherwise, to be settled."""
    rows: list[Row] = []
    for row, sentence in enumerate(corpus.sentences):
        said = {
            name: coding.targets[row]
            for name, coding in corpus.coders.items()
            if coding.is_coded[row]
        }
        values = list(said.values())
        if any((values[0] != other).any() for other in values[1:]):
            codings = {name: _names(corpus, targets) for name, targets in said.items()}
            blank = dict.fromkeys(corpus.coders)
            rows.append(
                {
                    "sentence_id": sentence.sentence_id,
                    "article_id": sentence.article_id,
                    "text": sentence.text,
                    **blank,
                    **codings,
                }
            )
    return rows


def _names(corpus: Corpus, targets: Targets) -> list[str]:
    return [label for label, given in zip(corpus.labels, targets, strict=True) if given]


def agreement_table(figures: AgreementFigures) -> Table:
    """Return alpha of every label, what it allows, and F1 of each pair of coders."""
    pairs = [
        (pair.coders, pair.f1, pair.macro_f1) for pair in figures.pairs if pair.f1 and pair.macro_f1
    ]
    rows = [
        (
            label,
            interval(estimate),
            verdict(estimate.value),
            *(interval(f1[label]) for _, f1, _ in pairs),
        )
        for label, estimate in figures.alpha.items()
    ]
    masi, means = figures.masi_alpha, [interval(macro) for _, _, macro in pairs]
    rows.append(("label sets (MASI) / macro", interval(masi), verdict(masi.value), *means))
    header = ("label", "alpha", "use", *(f"F1 {' / '.join(coders)}" for coders, _, _ in pairs))
    size = figures.double_coded
    caption = f"{size.sentences} sentences of {size.articles} articles coded twice; {figures.confidence:.0%} intervals over articles."
    return Table("agreement", caption, header, tuple(rows))


def verdict(alpha: float | None) -> str:
    """Return what an alpha allows.

    >>> verdict(0.7)
    'tentative'
    """
    if alpha is None:
        return "undefined: coders never vary"
    if alpha >= FIRM:
        return "firm"
    return "tentative" if alpha >= TENTATIVE else "revise the rule and recode"


def write_agreement(folder: Path, agreement: Agreement) -> None:
    """Write `agreement.json`, `agreement.html` and `disagreements.csv` to a folder, beside what else is there."""
    figures = agreement.figures
    columns = ("sentence_id", "article_id", "text", *figures.coders)
    rows = [
        {column: NOT_CODED if value is None else value for column, value in row.items()}
        for row in agreement.disagreements
    ]
    count = len(agreement.disagreements)
    headline = f"{count} sentences to settle; they are listed in disagreements.csv."
    title, table = f"Agreement on {figures.corpus}", agreement_table(figures)
    with new_files(folder) as partial:
        write_json(partial / "agreement.json", figures.to_json())
        write_table(rows, partial / "disagreements.csv", columns=columns)
        write_plain_page(partial / "agreement.html", title, headline, [table])

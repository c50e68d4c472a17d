"""What is wrong with a corpus: duplicates, conflicting labels, rare labels, missing columns, leaks across a split."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediaframe.data.corpus import Corpus
from mediaframe.data.duplicates import Pairs, near_duplicates, words_of
from mediaframe.errors import InputError, nearest

GROUP_COLUMNS = ("outlet", "date", "topic")
SHORTEST_CONFLICT = 4  # words; what shorter ones mean hangs on the sentences around
FEWEST_POSITIVES = 50  # below, intervals of a label's figures are too wide to tell models apart


@dataclass(frozen=True)
class Finding:
    """Something that a data manager should look at."""

    kind: str  # duplicate, near_duplicate, conflict, rare_label, constant_label, gap, mixed_article, leak
    what: str
    sentence_ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    is_problem: bool = True  # else a fact worth knowing

    def to_json(self) -> dict[str, Any]:
        """Return the finding as JSON."""
        return {
            "kind": self.kind,
            "what": self.what,
            "sentence_ids": list(self.sentence_ids),
            "is_problem": self.is_problem,
        }


@dataclass(frozen=True)
class Audit:
    """All findings on a corpus, problems first."""

    corpus: str
    sentences: int
    articles: int
    positives: dict[str, int]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def is_clean(self) -> bool:
        """Whether no finding is a problem."""
        return not any(finding.is_problem for finding in self.findings)

    def counts(self) -> dict[str, int]:
        """Return how many findings there are of each kind."""
        return dict(Counter(finding.kind for finding in self.findings))


def audit_corpus(corpus: Corpus, split_column: str | None = None) -> Audit:
    """Return what is wrong with a corpus.

    Args:
        corpus: labelled sentences.
        split_column: a column that says which part (train, test, …) each sentence belongs to, to be searched for leaks.

    Raises:
        InputError: no such column.
    """
    pairs = near_duplicates([sentence.text for sentence in corpus.sentences])
    findings = [
        *_duplicates(corpus, pairs),
        *_conflicts(corpus),
        *_label_balance(corpus),
        *_gaps(corpus),
        *_mixed_articles(corpus),
        *(_leaks(corpus, pairs, split_column) if split_column else ()),
    ]
    ordered = sorted(findings, key=lambda finding: not finding.is_problem)
    positives = dict(zip(corpus.labels, corpus.targets.sum(axis=0).tolist(), strict=True))
    return Audit(corpus.name, len(corpus.sentences), corpus.n_articles, positives, tuple(ordered))


def _finding(corpus: Corpus, kind: str, what: str, rows: Sequence[int]) -> Finding:
    sentences = [corpus.sentences[row] for row in rows]
    ids = tuple(sentence.sentence_id for sentence in sentences)
    return Finding(kind, what, ids, tuple(sentence.text for sentence in sentences))


def _duplicates(corpus: Corpus, pairs: Pairs) -> Iterator[Finding]:
    """Yield sentences of different articles that say the same; within an article a repeat is the author's."""
    for first, second in pairs.tolist():
        one, other = corpus.sentences[first], corpus.sentences[second]
        if one.article_id == other.article_id:
            continue
        same = words_of(one.text) == words_of(other.text)
        kind = "duplicate" if same else "near_duplicate"
        articles = f"articles {one.article_id} and {other.article_id}"
        yield _finding(
            corpus, kind, f"{articles}; they will share a side of every split", (first, second)
        )


def _conflicts(corpus: Corpus) -> Iterator[Finding]:
    """Yield sentences with the same words but other labels."""
    rows_of: dict[tuple[str, ...], list[int]] = {}
    for row, sentence in enumerate(corpus.sentences):
        rows_of.setdefault(tuple(words_of(sentence.text)), []).append(row)
    for words, rows in rows_of.items():
        differing = np.flatnonzero(np.ptp(corpus.targets[rows].astype(np.int8), axis=0))
        if len(words) >= SHORTEST_CONFLICT and len(differing):
            labels = ", ".join(corpus.labels[label] for label in differing)
            yield _finding(
                corpus, "conflict", f"same words, not agreed on {labels}; settle it", rows
            )


def _label_balance(corpus: Corpus) -> Iterator[Finding]:
    """Yield labels that all or no sentences carry, and labels that few do."""
    for label, column in zip(corpus.labels, corpus.targets.T, strict=True):
        positives = int(column.sum())
        if positives in (0, len(column)):
            side = "no" if positives == 0 else "every"
            yield Finding(
                "constant_label",
                f"{label}: {side} sentence carries it; nothing can be learned of it",
            )
        elif positives < FEWEST_POSITIVES:
            yield Finding(
                "rare_label",
                f"{label}: {positives} positives; label {FEWEST_POSITIVES - positives} more before you compare models",
            )


def _gaps(corpus: Corpus) -> Iterator[Finding]:
    """Yield the columns for groups that are missing, in part or whole."""
    for column in GROUP_COLUMNS:
        values = corpus.columns.get(column)
        if values is None:
            what = f"{column}: no such column; splits and subgroups by {column} cannot be made"
            yield Finding("gap", what, is_problem=False)
        elif missing := [row for row, value in enumerate(values) if not value]:
            what = f"{column}: empty in {len(missing)} sentences; fill it in"
            yield _finding(corpus, "gap", what, missing)


def _mixed_articles(corpus: Corpus) -> Iterator[Finding]:
    """Yield articles whose sentences disagree on what can only be one: two articles under one id."""
    for column in GROUP_COLUMNS:
        found: dict[str, dict[str, int]] = {}  # article -> value -> its first sentence
        for row, value in enumerate(corpus.columns.get(column, ())):
            if value:
                found.setdefault(corpus.articles[row], {}).setdefault(value, row)
        for article, values in found.items():
            if len(values) > 1:
                what = f"article {article} has {column} {' and '.join(sorted(values))}; are these two articles?"
                yield _finding(corpus, "mixed_article", what, list(values.values()))


def _leaks(corpus: Corpus, pairs: Pairs, column: str) -> Iterator[Finding]:
    """Yield articles, and pairs of near-duplicates, that stand on both sides of a split."""
    if column not in corpus.columns:
        msg = (
            f"--split {column}: no such column in {corpus.name}; {nearest(column, corpus.columns)}"
        )
        raise InputError(msg)
    parts = np.array(corpus.columns[column], dtype=object)
    articles = np.array(corpus.articles, dtype=object)
    for article in dict.fromkeys(corpus.articles):
        rows = np.flatnonzero(articles == article)
        if len(set(parts[rows])) > 1:
            what = f"article {article} stands in {' and '.join(sorted(map(str, set(parts[rows]))))}"
            yield _finding(corpus, "leak", what, _first_of_each(parts, rows))
    for first, second in pairs.tolist():
        if parts[first] != parts[second] and articles[first] != articles[second]:
            what = f"near-duplicates in {parts[first]} and {parts[second]}"
            yield _finding(corpus, "leak", what, (first, second))


def _first_of_each(parts: NDArray[np.object_], rows: NDArray[np.intp]) -> list[int]:
    """Return the first row of each part."""
    first: dict[Any, int] = {}
    for row in rows.tolist():
        first.setdefault(parts[row], row)
    return list(first.values())

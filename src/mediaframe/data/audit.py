"""What is wrong with a corpus: duplicates, conflicting labels, rare labels, missing columns, leaks across a split."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from mediaframe.data.corpus import Corpus
from mediaframe.data.duplicates import (
    Numbers,
    boilerplate_classes,
    near_duplicate_classes,
    tied_articles,
    words_of,
)
from mediaframe.errors import InputError, nearest

GROUP_COLUMNS = ("outlet", "date", "topic")
SHORTEST_CONFLICT = 4  # words; what shorter ones mean hangs on the sentences around
MOST_TIED = 0.25  # of the articles; a larger group makes a test share what chance wills
SHOWN = 3  # of many texts or articles
FEWEST_POSITIVES = 50  # below, intervals of a label's figures are too wide to tell models apart


@dataclass(frozen=True)
class Finding:
    """Something that a data manager should look at."""

    kind: str  # duplicate, near_duplicate, boilerplate, tied, conflict, rare_label, constant_label, gap, mixed_article, leak
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
    class_of = near_duplicate_classes([sentence.text for sentence in corpus.sentences])
    _, article_of = np.unique(np.array(corpus.articles, dtype=object), return_inverse=True)
    boilerplate = boilerplate_classes(class_of, article_of)
    rows_of = _spread_classes(class_of, article_of)
    copies = [rows for number, rows in rows_of.items() if number not in set(boilerplate)]
    findings = [
        *_boilerplate(corpus, [rows_of[number] for number in boilerplate]),
        *_tied(tied_articles(class_of, article_of)),
        *_duplicates(corpus, copies),
        *_conflicts(corpus),
        *_label_balance(corpus),
        *_gaps(corpus),
        *_mixed_articles(corpus),
        *(_leaks(corpus, copies, split_column) if split_column else ()),
    ]
    ordered = sorted(findings, key=lambda finding: not finding.is_problem)
    positives = dict(zip(corpus.labels, corpus.targets.sum(axis=0).tolist(), strict=True))
    return Audit(corpus.name, len(corpus.sentences), corpus.n_articles, positives, tuple(ordered))


def _finding(corpus: Corpus, kind: str, what: str, rows: Sequence[int]) -> Finding:
    sentences = [corpus.sentences[row] for row in rows]
    ids = tuple(sentence.sentence_id for sentence in sentences)
    return Finding(kind, what, ids, tuple(sentence.text for sentence in sentences))


def _spread_classes(class_of: Numbers, article_of: Numbers) -> dict[int, list[int]]:
    """Return the rows of each class that stands in two articles at least; within one a repeat is the author's."""
    rows_of: dict[int, list[int]] = {}
    for row, number in enumerate(class_of.tolist()):
        rows_of.setdefault(number, []).append(row)
    return {number: rows for number, rows in rows_of.items() if len(set(article_of[rows])) > 1}


def _boilerplate(corpus: Corpus, classes: Sequence[Sequence[int]]) -> Iterator[Finding]:
    """Yield each line that many articles share, without being copies of each other."""
    for rows in classes:
        count = len({corpus.articles[row] for row in rows})
        what = f"one line in {count} of {corpus.n_articles} articles, which share little else; it binds none of them in a split, and every side holds it: take it out"
        finding = _finding(corpus, "boilerplate", what, rows)
        yield replace(finding, texts=finding.texts[:SHOWN])


def _tied(group_of: Numbers) -> Iterator[Finding]:
    """Yield the largest group of articles, if no split can part the corpus as it is asked to because of it."""
    size = int(np.bincount(group_of).max())
    if size > 1 and size > MOST_TIED * len(group_of):
        what = f"near-duplicates tie {size} of {len(group_of)} articles together: all of them fall on one side of a split, whatever share of test is asked for"
        yield Finding("tied", what)


def _duplicates(corpus: Corpus, classes: Sequence[Sequence[int]]) -> Iterator[Finding]:
    """Yield the sentences of different articles that say the same."""
    for rows in classes:
        wordings = {tuple(words_of(corpus.sentences[row].text)) for row in rows}
        kind = "duplicate" if len(wordings) == 1 else "near_duplicate"
        articles = _named(list(dict.fromkeys(corpus.articles[row] for row in rows)))
        what = f"articles {articles}; they will share a side of every split"
        yield _finding(corpus, kind, what, rows)


def _named(names: Sequence[str]) -> str:
    """Return names as a sentence lists them, the first few of many.

    >>> _named(["a", "b", "c"]), _named(["a", "b", "c", "d", "e"])
    ('a, b and c', 'a, b, c and 2 more')
    """
    more = len(names) - SHOWN
    *listed, last = [*names[:SHOWN], f"{more} more"] if more > 0 else names
    return f"{', '.join(listed)} and {last}"


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


def _leaks(corpus: Corpus, copies: Sequence[Sequence[int]], column: str) -> Iterator[Finding]:
    """Yield articles, and classes of near-duplicates, that stand on both sides of a split."""
    if column not in corpus.columns:
        msg = (
            f"--split {column}: no such column in {corpus.name}; {nearest(column, corpus.columns)}"
        )
        raise InputError(msg)
    parts = corpus.columns[column]
    rows_of: dict[str, list[int]] = {}
    for row, article in enumerate(corpus.articles):
        rows_of.setdefault(article, []).append(row)
    for article, rows in rows_of.items():
        first = _first_of_each(parts, rows)
        if len(first) > 1:
            what = f"article {article} stands in {' and '.join(sorted(map(str, first)))}"
            yield _finding(corpus, "leak", what, list(first.values()))
    for copy in copies:
        first = _first_of_each(parts, copy)
        if len(first) > 1:
            what = f"near-duplicates in {' and '.join(sorted(map(str, first)))}"
            yield _finding(corpus, "leak", what, copy)


def _first_of_each(parts: Sequence[str | None], rows: Sequence[int]) -> dict[str | None, int]:
    """Return the parts that rows stand in, with the first row of each."""
    first: dict[str | None, int] = {}
    for row in rows:
        first.setdefault(parts[row], row)
    return first

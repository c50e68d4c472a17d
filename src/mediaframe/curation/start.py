"""The first experiment on data of the user's own: a codebook with the labels found, and a config that works at once."""

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from mediaframe.codebook import BUNDLED, Codebook, Label, load_codebook
from mediaframe.config import ArticleSplit, CorpusConfig
from mediaframe.config.file import dump_yaml
from mediaframe.data.columns import DateOrder
from mediaframe.data.corpus import Corpus, read_corpora
from mediaframe.data.splits import check_trainable, deal_folds, split_corpus
from mediaframe.errors import InputError
from mediaframe.files.columns import Columns, plain_name
from mediaframe.files.folders import begin_file

VERSION = "1"
SHOWN = ("outlet", "date")
SHARES, FOLDS = (0.25, 0.35, 0.5), (5, 4, 3, 2)
"""Shares of test and folds that are tried, the usual ones first."""


@dataclass(frozen=True)
class Start:
    """What an experiment begins with."""

    source: Path
    columns: Columns  # the user's own names
    dates: DateOrder | None
    written: Mapping[str, str]  # how the file writes each label, by its name in the codebook
    corpus: Corpus

    @property
    def counts(self) -> dict[str, int]:
        """Sentences that carry each label."""
        return dict(zip(self.corpus.labels, map(int, self.corpus.targets.sum(axis=0)), strict=True))

    @property
    def carried(self) -> set[int]:
        """How many labels sentences carry, as in {0, 1}: some none, some one, none more."""
        return set(map(int, self.corpus.targets.sum(axis=1)))

    @property
    def is_exclusive(self) -> bool:
        """Whether every sentence carries exactly one of several labels."""
        return len(self.corpus.labels) > 1 and self.carried == {1}

    @property
    def is_bundled(self) -> bool:
        """Whether the labels are those of the codebook that ships."""
        return set(self.corpus.labels) == set(load_codebook().label_names)

    def values_of(self, column: str) -> list[str]:
        """Return the values of a column where it has one."""
        return [value for value in self.corpus.columns.get(column, ()) if value]


def read_start(
    source: Path, columns: Columns, dates: DateOrder | None, written: Mapping[str, str]
) -> Start:
    """Read the sentences of a file with the labels that were found in it.

    Raises:
        InputError: all mistakes in its rows.
    """
    definition = "To be written."
    codebook = Codebook(
        name="own",
        version=VERSION,
        labels=tuple(Label(name=name, definition=definition) for name in written),
    )
    corpus = read_corpora(
        CorpusConfig(path=str(source), columns=dict(columns), dates=dates), codebook
    )
    return Start(source, columns, dates, written, corpus)


def describe_start(start: Start, orders: Sequence[DateOrder] = ()) -> list[str]:
    """Return lines that say what was found; `orders` are those between which its dates do not tell."""
    corpus = start.corpus
    named = [
        f"{name} is {column!r}" if column else f"{name} is made"
        for name, column in start.columns.items()
    ]
    carried = ", ".join(column for column in corpus.columns if column not in SHOWN)
    counts = sorted(start.counts.items(), key=lambda item: -item[1])
    none = int((~corpus.targets.any(axis=1)).sum())
    lines = [
        f"{start.source}: {len(corpus.sentences)} sentences, {corpus.n_articles} articles",
        *([f"  columns: {', '.join(named)}"] if named else []),
        f"  labels: {', '.join(f'{name} {count}' for name, count in counts)}; none {none}"
        + ("; each sentence has exactly one" if start.is_exclusive else ""),
    ]
    if outlets := Counter(start.values_of("outlet")):
        shown = ", ".join(f"{name} {count}" for name, count in outlets.most_common(8))
        lines.append(f"  outlets: {shown}{', …' if len(outlets) > 8 else ''}")  # noqa: PLR2004 - of one line
    if days := sorted(start.values_of("date")):
        lines.append(f"  dates: {_span(days, orders)}")
    return [*lines, *([f"  carried along: {carried}"] if carried else [])]


def _span(days: Sequence[str], orders: Sequence[DateOrder]) -> str:
    if all(re.match(r"\d{4}-\d\d-\d\d", day) for day in days):
        return f"{days[0][:10]} to {days[-1][:10]}"
    if orders:
        return f"as {days[0]!r}, which may be {' or '.join(orders)}; say which by --dates, or later by corpus.dates"
    return f"as {days[0]!r}, in no one form that is known; write YYYY-MM-DD where you want to split or measure by time"


def codebook_beside(path: Path) -> Path:
    """Return where the codebook of an experiment is written.

    Raises:
        InputError: something stands there, or where the experiment is to be.
    """
    codebook = path.with_name(f"{path.stem}-codebook.yaml")
    for each in (path, codebook):
        if os.path.lexists(each):
            msg = f"{each}: stands there already; name another file, or remove it first"
            raise InputError(msg)
    return codebook


def write_start(path: Path, start: Start) -> Path | None:
    """Write the experiment, and beside it a codebook; return where that stands, None where the labels are those of the one that ships.

    Raises:
        InputError: something stands there, or the corpus is too small to begin with.
    """
    beside = codebook_beside(path)
    codebook = None if start.is_bundled else beside
    text = _config_text(path, start, codebook)
    if codebook:
        begin_file(codebook, _codebook_text(path, start))
    begin_file(path, text)
    return codebook


def _config_text(path: Path, start: Start, codebook: Path | None) -> str:
    corpus: dict[str, Any] = {"path": _relative(start.source, path.parent)}
    if start.columns:
        corpus["columns"] = dict(start.columns)
    if start.dates:
        corpus["dates"] = start.dates
    share, folds = _dealing(start.corpus)
    values = {
        "name": re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-._") or "my-experiment",
        "seed": 0,
        "codebook": codebook.name if codebook else BUNDLED,
        "corpus": corpus,
        "split": {"kind": "article", "test_share": share},
        "training": {"folds": folds},
    }
    return (
        f"# An experiment: mediaframe run {path}\n"
        "# All other keys have their defaults; `mediaframe config new` explains each, `mediaframe config show` prints them.\n"
        + re.sub(r"(?m)^( +\w+_id):$", r"\1: null", dump_yaml(values))
    )


def _relative(source: Path, folder: Path) -> str:
    relative = Path(os.path.relpath(source, folder)).as_posix()
    return f"./{relative}" if relative == BUNDLED else relative


def _dealing(corpus: Corpus) -> tuple[float, int]:
    """Return the share of test and the folds with which training can begin: the usual ones, fewer where the corpus is small.

    Raises:
        InputError: there are none, as where a label is too rare; what is lacking with the usual share and fewest folds.
    """
    refusals = []
    for share, folds in product(SHARES, FOLDS):
        try:
            train = corpus.take(split_corpus(corpus, ArticleSplit(test_share=share), 0)[0])
            check_trainable(train.targets, deal_folds(train.sentences, folds, 0), corpus.labels)
        except InputError as error:
            refusals.append(str(error))
        else:
            return share, folds
    msg = f"{corpus.name}: {refusals[len(FOLDS) - 1]}"
    raise InputError(msg)


def _codebook_text(path: Path, start: Start) -> str:
    """Return a codebook in which definitions are to be written."""
    name = plain_name(path.stem).strip("_")
    lines = [
        f"# The labels found in {start.source.name}. Write what a sentence must show to carry each; change the version when you do.",
        "# `test` asks what a coder asks; `rulings` settle hard cases; rules for a baseline: `mediaframe config new` shows some.",
        dump_yaml({"name": name if re.match("[a-z]", name) else "own", "version": VERSION}).strip(),
        *_exclusive_lines(start),
        "labels:",
    ]
    for label, count in start.counts.items():
        said = f"To be written: what a sentence must show to be {start.written[label]!r} ({count} of {len(start.corpus.sentences)} are)."
        lines += [f"  - name: {label}", f"    {dump_yaml({'definition': said}).strip()}"]
    return "\n".join(lines) + "\n"


def _exclusive_lines(start: Start) -> list[str]:
    """Return the key that says that labels exclude each other; where only the user can know, as a comment."""
    if start.is_exclusive:
        return [
            "exclusive: true   # every sentence has exactly one label: take this line out if it may have more"
        ]
    if len(start.corpus.labels) > 1 and start.carried == {0, 1}:
        return [
            "# exclusive: true   # no sentence has two labels: take the first # away if none may have"
        ]
    return []

"""Corpora from brat's standoff format: a folder of `.txt` files, each with an `.ann` beside it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mediaframe.article.cutting import cut_article
from mediaframe.article.sentences import Sentence
from mediaframe.data.formats.fields import LABELS
from mediaframe.errors import InputError, Place, nearest
from mediaframe.files.rows import PlacedRow
from mediaframe.files.text import read_text

_TEXT_BOUND = re.compile(r"T\S*\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.DOTALL)

Span = tuple[int, int]


@dataclass(frozen=True)
class _Annotation:
    """A text-bound annotation: its type, and the characters it stands on."""

    type: str
    spans: tuple[Span, ...]

    def marks(self, sentence: Sentence) -> bool:
        """Whether a part of the annotation stands in a sentence."""
        return any(start < sentence.end and sentence.start < end for start, end in self.spans)


def read_brat(folder: Path, labels: Sequence[str]) -> list[PlacedRow]:
    """Return the sentences of all texts, each with the labels of the annotations that overlap it.

    An article is called as its file, and its sentences are cut as `article.cut_article` does. A type is a label if it is
    called so but for case, `-` and `_`; an annotation of the whole text marks every sentence. Other types, relations,
    events, attributes and notes are not read.

    Raises:
        InputError: a file without its other half, a damaged or displaced annotation, or no type that is a label.
    """
    texts = sorted(folder.glob("*.txt"))
    if not texts:
        msg = f"{folder}: no .txt file; name the folder of one brat collection"
        raise InputError(msg)
    _check_pairs(folder)
    articles = {path: read_text(path) for path in texts}
    annotations = {
        path: list(_annotations(path.with_suffix(".ann"), text)) for path, text in articles.items()
    }
    types = {annotation.type for found in annotations.values() for annotation in found}
    label_of = {_plain(label): label for label in labels}
    if types and not any(_plain(name) in label_of for name in types):
        name = min(types)
        msg = f"{folder}: no annotation has a label as its type, but for example {name!r}; {nearest(_plain(name), labels)}"
        raise InputError(msg)
    return [
        row
        for path, text in articles.items()
        for row in _article_rows(path, text, annotations[path], label_of)
    ]


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")


def _check_pairs(folder: Path) -> None:
    halves = {
        suffix: {path.stem for path in folder.glob(f"*{suffix}")} for suffix in (".txt", ".ann")
    }
    for stem in sorted(halves[".txt"] ^ halves[".ann"]):
        found, lost = (".txt", ".ann") if stem in halves[".txt"] else (".ann", ".txt")
        msg = f"{folder / stem}{found}: no {stem}{lost} beside it; add it (an empty .ann where nothing was marked)"
        raise InputError(msg)


def _annotations(path: Path, text: str) -> Iterator[_Annotation]:
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.startswith("T"):
            continue
        place = Place(str(path), number)
        found = _TEXT_BOUND.fullmatch(line.rstrip("\r"))
        if found is None:
            msg = f"{place}: not a text-bound annotation; write `T1<tab>type start end<tab>text`"
            raise InputError(msg)
        spans = tuple(_span(part) for part in found[2].split(";"))
        marked = " ".join(text[start:end] for start, end in spans)
        if marked.split() != found[3].split():
            msg = f"{place}: {found[3]!r} does not stand at {found[2]}; was the text changed after it was annotated? bring back the old one"
            raise InputError(msg)
        yield _Annotation(found[1], spans)


def _span(offsets: str) -> Span:
    start, end = offsets.split()
    return int(start), int(end)


def _article_rows(
    path: Path, text: str, annotations: Sequence[_Annotation], label_of: Mapping[str, str]
) -> Iterator[PlacedRow]:
    for sentence in cut_article(text, path.stem):
        marks = {_plain(mark.type) for mark in annotations if mark.marks(sentence)}
        yield (
            Place(str(path), text.count("\n", 0, sentence.start) + 1),
            {
                "sentence_id": sentence.sentence_id,
                "article_id": sentence.article_id,
                "text": sentence.text,
                LABELS: [label for plain, label in label_of.items() if plain in marks],
            },
        )

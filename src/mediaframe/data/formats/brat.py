"""Corpora from brat's standoff format: a folder of `.txt` files, each with an `.ann` beside it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from mediaframe.article.cutting import cut_article
from mediaframe.article.sentences import Sentence
from mediaframe.data.formats.fields import LABELS
from mediaframe.errors import InputError, Place, nearest
from mediaframe.files.columns import plain_name
from mediaframe.files.rows import PlacedRow
from mediaframe.files.text import read_text

_TEXT_BOUND = re.compile(r"T\S*\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.DOTALL)

Span = tuple[int, int]


@dataclass(frozen=True)
class _Annotation:
    """A text-bound annotation: its type, the characters it stands on, and their text."""

    place: Place
    type: str
    spans: tuple[Span, ...]
    text: str

    def stands_in(self, article: str) -> bool:
        """Whether its text is what an article has at its offsets."""
        return (
            " ".join(article[start:end] for start, end in self.spans).split() == self.text.split()
        )

    def marks(self, sentence: Sentence) -> bool:
        """Whether a part of the annotation stands in a sentence."""
        return any(start < sentence.end and sentence.start < end for start, end in self.spans)


def read_brat(folder: Path, labels: Sequence[str]) -> list[PlacedRow]:
    """Return the sentences of all texts, each with the labels of the annotations that overlap it.

    An article is called as its file, and its sentences are cut as `article.cut_article` does. A type is a label if it is
    called so but for case, `-` and `_`; an annotation of the whole text marks every sentence. Windows line ends may have
    been counted as one character or as two. Other types, relations, events, attributes and notes are not read.

    Raises:
        InputError: a file without its other half, a damaged or displaced annotation, or no type that is a label.
    """
    texts = sorted(folder.glob("*.txt"))
    if not texts:
        msg = f"{folder}: no .txt file; name the folder of one brat collection"
        raise InputError(msg)
    _check_pairs(folder)
    annotations = {path: list(_annotations(path.with_suffix(".ann"))) for path in texts}
    types = {annotation.type for found in annotations.values() for annotation in found}
    label_of = {plain_name(label): label for label in labels}
    _check_types(folder, types, label_of)
    return [
        row
        for path, found in annotations.items()
        for row in _article_rows(path, _fitting(read_text(path), found), found, label_of)
    ]


def _check_types(folder: Path, types: Collection[str], label_of: Mapping[str, str]) -> None:
    """Refuse annotations of which no type is a label, or one is a label misspelt."""
    others = sorted(name for name in types if plain_name(name) not in label_of)
    near = [n for n in others if get_close_matches(plain_name(n), label_of, n=1, cutoff=0.85)]
    if near or (others and len(others) == len(types)):
        name = (near or others)[0]
        is_some = len(others) < len(types)
        fault = (
            "an annotation has the type"
            if is_some
            else "no annotation has a label as its type, but for example"
        )
        msg = f"{folder}: {fault} {name!r}; {nearest(plain_name(name), label_of.values())}"
        raise InputError(msg)


def _check_pairs(folder: Path) -> None:
    halves = {
        suffix: {path.stem for path in folder.glob(f"*{suffix}")} for suffix in (".txt", ".ann")
    }
    for stem in sorted(halves[".txt"] ^ halves[".ann"]):
        found, lost = (".txt", ".ann") if stem in halves[".txt"] else (".ann", ".txt")
        msg = f"{folder / stem}{found}: no {stem}{lost} beside it; add it (an empty .ann where nothing was marked)"
        raise InputError(msg)


def _annotations(path: Path) -> Iterator[_Annotation]:
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.startswith("T"):
            continue
        place = Place(str(path), number)
        found = _TEXT_BOUND.fullmatch(line.rstrip("\r"))
        if found is None:
            msg = f"{place}: not a text-bound annotation; write `T1<tab>type start end<tab>text`"
            raise InputError(msg)
        spans = tuple(_span(part) for part in found[2].split(";"))
        if any(start >= end for start, end in spans):
            msg = f"{place}: {found[1]} at {found[2]} stands on no characters; mark the words, or delete the annotation"
            raise InputError(msg)
        yield _Annotation(place, found[1], spans, found[3])


def _span(offsets: str) -> Span:
    start, end = offsets.split()
    return int(start), int(end)


def _fitting(text: str, annotations: Sequence[_Annotation]) -> str:
    """Return an article's text with the line ends that the offsets were counted with.

    Raises:
        InputError: an annotation does not stand where it says, whatever the line ends.
    """
    unix = text.replace("\r\n", "\n")
    for candidate in (text, unix, unix.replace("\n", "\r\n")):
        if all(annotation.stands_in(candidate) for annotation in annotations):
            return candidate
    wrong = next(annotation for annotation in annotations if not annotation.stands_in(text))
    spans = ";".join(f"{start} {end}" for start, end in wrong.spans)
    msg = f"{wrong.place}: {wrong.text!r} does not stand at {spans}; was the text changed after it was annotated? bring back the old one"
    raise InputError(msg)


def _article_rows(
    path: Path, text: str, annotations: Sequence[_Annotation], label_of: Mapping[str, str]
) -> Iterator[PlacedRow]:
    for sentence in cut_article(text, path.stem):
        marks = {plain_name(mark.type) for mark in annotations if mark.marks(sentence)}
        yield (
            Place(str(path), text.count("\n", 0, sentence.start) + 1),
            {
                "sentence_id": sentence.sentence_id,
                "article_id": sentence.article_id,
                "text": sentence.text,
                LABELS: [label for plain, label in label_of.items() if plain in marks],
            },
        )

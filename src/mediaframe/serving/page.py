"""Labelled articles as a page that opens from disk: their text, its labels, and the words behind them."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from mediaframe.article.sentences import by_article
from mediaframe.files.folders import new_file
from mediaframe.files.text import printable
from mediaframe.files.writing import write_text
from mediaframe.reader.evidence import Evidence
from mediaframe.serving.labeller import LabelledSentence, Model

ROLES = {
    "source": "who or what is said to have said, thought or found it",
    "cue": "the word that shows it comes from a source, or that marks doubt or denial",
    "content": "what the source conveys",
    "contest": "words that dispute or doubt it",
}
ABREAST = 1  # characters between sentences of one paragraph: a blank or a line break


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of one role, with what kinds they are and which labels they stand behind."""

    role: str
    start: int  # characters of the article
    end: int
    kinds: tuple[str, ...]
    labels: tuple[str, ...]


Part = str | Mark | None
"""Text, a mark that opens, or None where the mark opened last closes."""


@dataclass(frozen=True, slots=True)
class Note:
    """A mark that stands in another sentence of the article."""

    mark: Mark
    text: str
    number: int  # of that sentence, from 1


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence as the page shows it."""

    labelled: LabelledSentence
    follows_gap: bool  # and so begins a paragraph
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article as the page shows it."""

    name: str
    sentences: tuple[ShownSentence, ...]
    counts: Mapping[str, int]  # label -> sentences


def write_page(path: Path, labelled: Sequence[LabelledSentence], model: Model) -> None:
    """Write what a model labelled as one HTML file, which appears whole and asks nothing of the net.

    Args:
        path: the file to write.
        labelled: sentences as `Model.label` returns them.
        model: the one that labelled them, for its name, codebook and thresholds.
    """
    environment = Environment(
        loader=PackageLoader("mediaframe.serving"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    articles = [
        _show_article([labelled[position] for position in positions])
        for positions in by_article([item.sentence for item in labelled])
    ]
    context = {
        "model": model,
        "articles": articles,
        "n_sentences": len(labelled),
        "counts": _count_labels(labelled),
        "roles": ROLES,
    }
    template = environment.get_template("predictions.html.jinja")
    with new_file(path) as partial:
        write_text(partial, printable(template.render(context)))


def _count_labels(labelled: Sequence[LabelledSentence]) -> Counter[str]:
    return Counter(label for item in labelled for label in item.labels)


def _show_article(article: Sequence[LabelledSentence]) -> ShownArticle:
    starts = [item.sentence.start for item in article]
    ends = [starts[0], *(item.sentence.end for item in article)]
    shown = []
    for item, end_before in zip(article, ends, strict=False):
        begin, end = item.sentence.start, item.sentence.end
        inside, notes = [], []
        for mark in merge_evidence(item.evidence):
            if begin <= mark.start < end:
                inside.append(mark)
                continue
            number = bisect_right(starts, mark.start)
            other = article[number - 1].sentence
            text = other.text[mark.start - other.start : mark.end - other.start]
            notes.append(Note(mark, text, number))
        parts = tuple(nest_marks(item.sentence.text, begin, inside))
        shown.append(ShownSentence(item, begin - end_before > ABREAST, parts, tuple(notes)))
    name = article[0].sentence.article_id
    return ShownArticle(name, tuple(shown), _count_labels(article))


def merge_evidence(evidence: Mapping[str, Sequence[Evidence]]) -> list[Mark]:
    """Return the evidence of a sentence as marks; words of one role that overlap become one mark.

    >>> said = Evidence("cue", "saying", "said", 4, 8)
    >>> merge_evidence({"attribution": [said], "official_claim": [said]})
    [Mark(role='cue', start=4, end=8, kinds=('saying',), labels=('attribution', 'official_claim'))]
    """
    found: dict[str, list[tuple[Evidence, str]]] = defaultdict(list)
    for label, words in evidence.items():
        for item in words:
            found[item.role].append((item, label))
    return [mark for role, items in found.items() for mark in _merge_role(role, items)]


def _merge_role(role: str, items: Sequence[tuple[Evidence, str]]) -> Iterator[Mark]:
    """Yield the marks of one role, none of which overlaps another."""
    runs: list[list[tuple[Evidence, str]]] = []
    end = 0
    for item, label in sorted(items, key=lambda pair: (pair[0].start, pair[0].end)):
        if not runs or item.start >= end:
            runs.append([])
        runs[-1].append((item, label))
        end = max(end, item.end)
    for run in runs:
        words, labels = zip(*run, strict=True)
        yield Mark(
            role,
            words[0].start,
            max(item.end for item in words),
            tuple(dict.fromkeys(item.kind for item in words)),
            tuple(dict.fromkeys(labels)),
        )


def nest_marks(text: str, offset: int, marks: Sequence[Mark]) -> Iterator[Part]:
    """Yield a text cut at its marks, so that they nest; a mark that another one crosses is closed and opened again.

    >>> outer, crossing = Mark("content", 0, 2, (), ()), Mark("cue", 1, 3, (), ())
    >>> [part.role if isinstance(part, Mark) else part for part in nest_marks("abc", 0, [outer, crossing])]
    ['content', 'a', 'cue', 'b', None, None, 'cue', 'c', None]
    """
    opening: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opening[mark.start].append(mark)
    is_open: list[Mark] = []
    done = offset
    for edge in sorted({edge for mark in marks for edge in (mark.start, mark.end)}):
        if edge > done:
            yield text[done - offset : edge - offset]
        done = edge
        again: list[Mark] = []
        while any(mark.end == edge for mark in is_open):
            again.append(is_open.pop())
            yield None
        begun = [mark for mark in (*again, *opening[edge]) if mark.end > edge]
        for mark in sorted(begun, key=lambda mark: -mark.end):
            is_open.append(mark)
            yield mark
    if rest := text[done - offset :]:
        yield rest

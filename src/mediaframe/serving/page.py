"""Labelled articles as a page that opens from disk: their text, its labels, and the words behind them."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediaframe.article.sentences import by_article
from mediaframe.files.rows import Row
from mediaframe.reader.evidence import Evidence
from mediaframe.serving.html import Page, nest_marks, write_html
from mediaframe.serving.labeller import LabelledSentence, Model
from mediaframe.serving.sources import count_sources

PAGE = Page("predictions.html.jinja", "filter.js.jinja")
SERVED_PAGE = Page("predictions.html.jinja", "filter.js.jinja", talks=True)

ROLES = {
    "source": "who or what is said to have said, thought or found it",
    "cue": "the word that shows it comes from a source, or that marks doubt or denial",
    "content": "what the source conveys",
    "contest": "words that dispute or doubt it",
}
LONGEST_PARAGRAPH = (
    12  # sentences shown abreast: rows tell no paragraphs, and nobody reads a wall of text
)
ABREAST = 1  # characters between sentences of one paragraph: a blank or a line break
NEAR = 0.1  # of its threshold: a label given with so little to spare is shown fainter
TOLD = ("outlet", "date")  # what a page says of an article where rows do
MOST_SOURCES = 12  # of those quoted, shown unasked


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
    begins_paragraph: bool
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    near: tuple[str, ...]  # labels that it was just given

    @property
    def given(self) -> dict[str, float]:
        """The score of each label given."""
        return {label: round(self.labelled.scores[label], 3) for label in self.labelled.labels}


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article as the page shows it."""

    name: str
    told: tuple[str, ...]  # its outlet and date
    sentences: tuple[ShownSentence, ...]
    counts: Mapping[str, int]  # label -> sentences


def write_page(
    path: Path,
    labelled: Sequence[LabelledSentence],
    model: Model,
    rows: Sequence[Row] | None = None,
) -> None:
    """Write what a model labelled as one HTML file, which appears whole and asks nothing of the net.

    Args:
        path: the file to write.
        labelled: sentences as `Model.label` returns them.
        model: the one that labelled them, for its name, codebook and thresholds.
        rows: what the input says of each sentence; `outlet` and `date` are shown.
    """
    write_html(path, PAGE.render(page_context(labelled, model, rows)))


def page_context(
    labelled: Sequence[LabelledSentence], model: Model, rows: Sequence[Row] | None = None
) -> dict[str, Any]:
    """Return what the page's template asks for; arguments as in `write_page`."""
    rows = rows or [{}] * len(labelled)
    thresholds = model.thresholds
    articles = [
        _show_article([labelled[one] for one in positions], rows[positions[0]], thresholds)
        for positions in by_article([item.sentence for item in labelled])
    ]
    shown = [sentence for article in articles for sentence in article.sentences]
    found = {part.role for sentence in shown for part in sentence.parts if isinstance(part, Mark)}
    found |= {note.mark.role for sentence in shown for note in sentence.notes}
    return {
        "model": model,
        "articles": articles,
        "n_sentences": len(labelled),
        "counts": _count_labels(labelled),
        "thresholds": thresholds,
        "roles": {role: meaning for role, meaning in ROLES.items() if role in found},
        "has_tests": any(label.test for label in model.codebook.labels),
        "has_notes": any(sentence.notes for sentence in shown),
        "has_near": any(sentence.near for sentence in shown),
        "near": NEAR,
        "quoted": count_sources(labelled, rows, ()),
        "most": MOST_SOURCES,
        "posted": None,
    }


def _count_labels(labelled: Sequence[LabelledSentence]) -> Counter[str]:
    return Counter(label for item in labelled for label in item.labels)


def _show_article(
    article: Sequence[LabelledSentence], row: Row, thresholds: Mapping[str, float]
) -> ShownArticle:
    starts = [item.sentence.start for item in article]
    ends = [starts[0], *(item.sentence.end for item in article)]
    shown: list[ShownSentence] = []
    paragraph = 0  # sentences that stand in it
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
        near = tuple(
            label for label in item.labels if item.scores[label] < thresholds.get(label, 0.0) + NEAR
        )
        begins = begin - end_before > ABREAST or paragraph == LONGEST_PARAGRAPH
        paragraph = 1 if begins else paragraph + 1
        shown.append(ShownSentence(item, begins, parts, tuple(notes), near))
    name = article[0].sentence.article_id
    told = tuple(str(row[column]) for column in TOLD if row.get(column))
    return ShownArticle(name, told, tuple(shown), _count_labels(article))


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

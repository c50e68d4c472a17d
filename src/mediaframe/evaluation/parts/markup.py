"""Gold as marked-up YAML: invented articles whose sentences hold their own annotation.

`{s:…}` are the words of a source, `{c:…}` those of a cue, `{t:…}` the content; `{s2:…}` belongs to the second attribution of
the sentence. Marks may nest, and a part in two pieces is marked twice. `says` lists the attributions in the order of their numbers.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from mediaframe.article.sentences import Sentence, place_in_articles
from mediaframe.codebook import Codebook
from mediaframe.errors import InputError
from mediaframe.evaluation.parts.gold import (
    ROLES,
    GoldArticle,
    GoldCode,
    GoldContest,
    GoldSentence,
    GoldSpans,
)
from mediaframe.files.schema import NonEmpty, Section, check
from mediaframe.files.yaml import Document, parse_yaml_list
from mediaframe.reader.inspection import ContentKind, ContestKind, Status

NEAR = 12  # characters around a fault that a message shows
ARTICLES = "articles"  # what the list of a file is called in messages

_SIGN = re.compile(r"\{(?:([sct])([1-9]\d?)?:)?|\}")
_ROLE_OF = {role[0]: role for role in ("source", "cue")} | {"t": "content"}


class SaidEntry(Section):
    """An attribution."""

    who: NonEmpty | None = Field(
        description="Fullest name or description that the article gives of the source; null if nobody is stated."
    )
    status: Status = Field(description="What the source is, by the words of the article alone.")
    content: ContentKind = Field(description="What kind of content it conveys.")
    named: Literal["before", "next", "later"] | None = Field(
        None, description="Where the source is named, when not in this sentence."
    )


class ContestEntry(Section):
    """A contest."""

    kind: ContestKind = Field(description="What kind of contest it is.")
    words: NonEmpty = Field(description="The words that contest, verbatim.")


class SentenceEntry(Section):
    """A sentence and its annotation."""

    text: NonEmpty = Field(description="The sentence with its marks.")
    says: tuple[SaidEntry, ...] = Field((), description="Its attributions, by number.")
    contests: tuple[ContestEntry, ...] = Field((), description="Its contests.")
    labels: tuple[NonEmpty, ...] = Field(description="Its labels; empty for none.")


class ArticleEntry(Section):
    """An invented article."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")] = Field(
        description="Name of the article, in lower case with hyphens."
    )
    about: NonEmpty = Field(description="The constructions that it tests.")
    sentences: tuple[SentenceEntry, ...] = Field(min_length=1, description="Its sentences.")


class GoldFile(Section):
    """A file of invented articles."""

    articles: tuple[ArticleEntry, ...] = Field(min_length=1, description="The articles.")


def read_markup(text: str, source: str, codebook: Codebook) -> list[GoldArticle]:
    """Return the articles of marked-up YAML; `source` names it in messages.

    Raises:
        InputError: one line for each fault, as `path:line:column: key: what, and what to do`.
    """
    document = parse_yaml_list(text, source, ARTICLES)
    file = check(GoldFile, document)
    faults: list[str] = []
    articles: list[GoldArticle] = []
    first: dict[str, int] = {}
    for number, entry in enumerate(file.articles):
        if first.setdefault(entry.id, number) != number:
            where = document.place_of((ARTICLES, first[entry.id], "id"))
            faults.append(
                f"{document.place_of((ARTICLES, number, 'id'))}: id: {entry.id!r} stands already at {where}; give each article its own"
            )
        articles.append(list(_sentences(entry, number, document, codebook, faults)))
    if faults:
        raise InputError("\n".join(faults))
    return articles


def _sentences(
    article: ArticleEntry, number: int, document: Document, codebook: Codebook, faults: list[str]
) -> Iterator[GoldSentence]:
    """Yield the sentences of an article; what is wrong with them goes to `faults`."""
    read = [_unmark(entry.text) for entry in article.sentences]
    count = len(read)
    ids = [f"{article.id}:{order}" for order in range(1, count + 1)]
    placed = place_in_articles([plain for plain, _, _ in read], [article.id] * count, ids)
    for order, (entry, (plain, spans, wrong)) in enumerate(
        zip(article.sentences, read, strict=True)
    ):
        path = (ARTICLES, number, "sentences", order)
        found = [("text", what) for what in (*wrong, *_miscounted(spans, len(entry.says)))]
        found += [
            ("contests", f"{item.words!r} does not stand in the sentence; copy the words from it")
            for item in entry.contests
            if item.words not in plain
        ]
        faults += [f"{document.place_of((*path, key))}: {key}: {what}" for key, what in found]
        try:
            codebook.check_labels(entry.labels, document.place_of((*path, "labels")))
        except InputError as error:
            faults.append(str(error))
        if not found:
            yield _gold(entry, placed[order], spans)


def _gold(entry: SentenceEntry, sentence: Sentence, spans: dict[int, GoldSpans]) -> GoldSentence:
    contests = []
    for item in entry.contests:
        start = sentence.text.index(item.words)
        contests.append(GoldContest(item.kind, ((start, start + len(item.words)),)))
    codes = tuple(
        GoldCode(said.who, said.status, said.content, spans[order])
        for order, said in enumerate(entry.says, start=1)
    )
    marked = tuple(spans[number] for number in sorted(spans))
    return GoldSentence(
        sentence, marked, codes, tuple(contests), frozenset(entry.labels), is_marked_up=True
    )


def _miscounted(spans: dict[int, GoldSpans], said: int) -> list[str]:
    """Return what is wrong where marks and attributions do not come to the same."""
    faults = [
        f"marks number {number}, but `says` has {said}; add the attribution or mend the number"
        for number in sorted(spans)
        if number > said
    ]
    return faults + [
        f"attribution {number} of `says` has no words marked; mark its cue or content"
        for number in range(1, said + 1)
        if number not in spans
    ]


def _unmark(marked: str) -> tuple[str, dict[int, GoldSpans], list[str]]:
    """Return a sentence without its marks, what they cover by number of the attribution, and what is wrong with them.

    >>> _unmark("{s:Ana} {c:said} {t:it rained}.")[:2]
    ('Ana said it rained.', {1: GoldSpans(source=((0, 3),), cue=((4, 8),), content=((9, 18),))})
    """
    pieces: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    is_open: list[tuple[str, int, int]] = []  # role, number, start
    faults, removed = [], 0
    for sign in _SIGN.finditer(marked):
        place = sign.start() - removed
        removed += len(sign[0])
        if sign[0] != "}":
            if sign[1] is None:
                near = marked[sign.end() : sign.end() + NEAR]
                faults.append(
                    f"a brace opens no mark before {near!r}; write {{s:…}}, {{c:…}} or {{t:…}}"
                )
            is_open.append((_ROLE_OF.get(sign[1], "no role"), int(sign[2] or 1), place))
        elif not is_open:
            near = marked[max(0, sign.start() - NEAR) : sign.start()]
            faults.append(f"a brace closes what none opened, after {near!r}; remove it")
        else:
            role, number, start = is_open.pop()
            pieces[number, role].append((start, place))
            if start == place:
                faults.append(f"a mark of {role} {number} holds no words; remove it")
    faults += [
        f"the mark of {role} {number} is not closed; add a brace" for role, number, _ in is_open
    ]
    spans = {
        number: GoldSpans(*(tuple(sorted(pieces[number, role])) for role in ROLES))
        for number in sorted({number for number, role in pieces if role in ROLES})
    }
    return _SIGN.sub("", marked), spans, faults

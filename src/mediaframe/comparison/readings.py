"""Two versions of the reader on the same sentences: what the one at hand gains and loses against another."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mediaframe.article.sentences import Sentence
from mediaframe.codebook import load_codebook
from mediaframe.comparison.other_version import read_by_other
from mediaframe.errors import InputError
from mediaframe.reader.inspection import inspect
from mediaframe.results.reading_changes import Change, How, Part, ReadingChanges, SentenceChanges

Coded = Mapping[str, frozenset[str]]
"""Id of a sentence -> its labels, as far as they are coded."""

Read = Mapping[str, Any]
"""An article, or a part of it, as `read --json` writes it."""


def compare_with(
    where: str, sentences: Sequence[Sentence], codebook: str, coded: Coded
) -> ReadingChanges:
    """Read sentences by this version and by another, and return what this one says otherwise.

    Args:
        where: a folder of sources or a git revision, see `other_version`.
        sentences: all sentences of each article, in its order.
        codebook: `bundled`, each version's own, or a file.
        coded: labels of sentences, where they are known.

    Raises:
        InputError: no such version, or one without `read`.
        MediaframeError: it failed.
    """
    printed = read_by_other(where, sentences, codebook)
    now = [item.model_dump(mode="json") for item in inspect(load_codebook(codebook), sentences)]
    try:
        before = [json.loads(line) for line in printed.split("\n") if line]
        return compare_readings(now, before, where, coded)
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{where}: what `read --json` of that version prints has another form ({error!r}); name a later one"
        raise InputError(msg) from error


def compare_readings(
    now: Sequence[Read], before: Sequence[Read], against: str, coded: Coded
) -> ReadingChanges:
    """Return, for each sentence that is read otherwise, what is new and what is gone.

    Args:
        now: articles as read by this version, as `read --json` writes them.
        before: the same articles, as read by the other.
        against: what the other version is called.
        coded: labels of sentences, where they are known.
    """
    changes = []
    for new, old in zip(now, before, strict=True):
        for after, earlier in zip(new["sentences"], old["sentences"], strict=True):
            found = SentenceChanges(
                article_id=new["article_id"],
                sentence_id=after["sentence_id"],
                text=after["text"],
                changes=tuple(_changes(new, after, old, earlier, coded.get(after["sentence_id"]))),
            )
            if found.changes:
                changes.append(found)
    count = sum(len(article["sentences"]) for article in now)
    return ReadingChanges(against=against, sentences=count, changed=tuple(changes))


def _changes(
    new: Read, after: Read, old: Read, before: Read, coded: frozenset[str] | None
) -> Iterator[Change]:
    yield from _label_changes(after["labels"], before["labels"], coded)
    yield from _attribution_changes(_attributed(new, after), _attributed(old, before))
    yield from _contest_changes(_contests(after), _contests(before))


def _contests(sentence: Read) -> set[tuple[str, str]]:
    return {(item["words"]["text"], item["kind"]) for item in sentence["contests"]}


def _contest_changes(now: set[tuple[str, str]], before: set[tuple[str, str]]) -> Iterator[Change]:
    for words, kind in sorted(before - now):
        yield Change(part="contest", how="gone", where=words, before=kind, now=None)
    for words, kind in sorted(now - before):
        yield Change(part="contest", how="new", where=words, before=None, now=kind)


def _label_changes(
    now: Sequence[str], before: Sequence[str], coded: frozenset[str] | None
) -> Iterator[Change]:
    """Yield the labels that came or went: gained or lost where it is known which is right."""
    for label in sorted({*now} ^ {*before}):
        is_new = label in now
        how: How = "new" if is_new else "gone"
        if coded is not None:
            how = "gained" if (label in coded) == is_new else "lost"
        was, is_given = (None, "given") if is_new else ("given", None)
        yield Change(part="label", how=how, where=label, before=was, now=is_given)


def _attributed(article: Read, sentence: Read) -> dict[int, dict[str, str]]:
    """Return the attributions of a sentence by where its cue, or else its content, starts in it."""
    found = {}
    for item in sentence["attributions"]:
        anchor = item["cue"] or item["words"] or item["source"]
        if anchor is not None:
            found[anchor["start"] - sentence["start"]] = {
                "words": anchor["text"],
                "source": _source(article, item),
                "status": item["status"],
                "content": item["content"],
            }
    return found


def _source(article: Read, item: Read) -> str:
    """Return whom an attribution is linked to, or else the words for the source."""
    if item["entity"] is not None:
        return str(article["entities"][item["entity"]]["name"])
    words = item["named"] or item["source"]
    return "nobody named" if words is None else str(words["text"])


def _attribution_changes(
    now: Mapping[int, Mapping[str, str]], before: Mapping[int, Mapping[str, str]]
) -> Iterator[Change]:
    for start in sorted({*now, *before}):
        new, old = now.get(start), before.get(start)
        if new is not None and old is not None:
            yield from _differences(new, old)
        elif new is not None:
            yield Change(
                part="attribution", how="new", where=new["words"], before=None, now=_told(new)
            )
        elif old is not None:
            yield Change(
                part="attribution", how="gone", where=old["words"], before=_told(old), now=None
            )


def _told(item: Mapping[str, str]) -> str:
    return f"{item['source']} ({item['status']}), {item['content']}"


def _differences(new: Mapping[str, str], old: Mapping[str, str]) -> Iterator[Change]:
    parts: tuple[Part, ...] = ("source", "status", "content")
    for part in parts:
        if new[part] != old[part]:
            yield Change(
                part=part, how="changed", where=new["words"], before=old[part], now=new[part]
            )

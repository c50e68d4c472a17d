"""The score of each of the reader's parts: counts of what is right, found beside it, and missed, article by article.

Where gold says which words an attribution has, one that was read belongs to the one whose cue, content and source it shares
most of, and what is left over on either side is missed or found beside. A corpus that codes one attribution a sentence is held
against the one that names the coded source, or else the first outside quoted words; others are not counted, but where it codes
none each that was read is one too many.

- `cue`, `source`, `words` (of the content), each `:exact` and `:overlapping` (see `words`); what stands for several
  attributions counts once.
- `link`: of attributions with a source, those given an entity, or words, whose name agrees (`names`).
- `official`: official or not, among those linked rightly.
- `status:…`, `content:…`: the kind; `status:all` and `content:all` count all kinds together.
- `contest:…`: the kinds of a sentence; `contest:exact`, `contest:overlapping`: their words.
- `label:…`: the labels of a sentence by the codebook's rules.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from mediaframe.codebook import Codebook
from mediaframe.evaluation.description import codebook_version
from mediaframe.evaluation.parts.gold import ROLES, GoldArticle, GoldCode, GoldSentence
from mediaframe.evaluation.parts.names import agree
from mediaframe.evaluation.parts.words import (
    HOW,
    Counted,
    compare_words,
    covered,
    covered_by,
    jaccard,
    match,
)
from mediaframe.reader.claims import CONTESTS
from mediaframe.reader.inspection import (
    InspectedArticle,
    InspectedSentence,
    ReadAttribution,
    Words,
    inspect,
)
from mediaframe.reader.kinds import CONTENTS
from mediaframe.reader.mentions import OFFICIAL, STATUSES
from mediaframe.results.parts import Counts, PartScores, part_scores

ALL = "all"  # kinds of a part together


def score_parts(
    gold: Sequence[GoldArticle], codebook: Codebook, *, resamples: int = 1000, seed: int = 0
) -> PartScores:
    """Read the articles of gold and return the figures of each part."""
    sentences = [item.sentence for article in gold for item in article]
    read = inspect(codebook, sentences)
    counts = [
        count_parts(article, inspected, codebook.label_names)
        for article, inspected in zip(gold, read, strict=True)
    ]
    found = {name for article in counts for name in article}
    names = [name for name in _part_names(codebook.label_names) if name in found]
    rng = np.random.default_rng(seed)
    return part_scores(names, counts, len(sentences), codebook_version(codebook), resamples, rng)


def _part_names(labels: Sequence[str]) -> list[str]:
    """Return the names of all parts, in the order in which they are shown."""
    return [
        *(f"{role}:{how}" for role in ("cue", "source", "words") for how in HOW),
        "link",
        "official",
        *(f"status:{kind}" for kind in (ALL, *STATUSES)),
        *(f"content:{kind}" for kind in (ALL, *CONTENTS)),
        *(f"contest:{kind}" for kind in (*CONTESTS, *HOW)),
        *(f"label:{label}" for label in labels),
    ]


def count_parts(article: GoldArticle, read: InspectedArticle, labels: Sequence[str]) -> Counts:
    """Return what an article adds to each part: right, found beside it, missed."""
    sums: dict[str, Counter[str]] = {}
    names = {entity.id: entity.name for entity in read.entities}
    for gold, found in zip(article, read.sentences, strict=True):
        for part, *counted in (
            *_count_words(gold, found),
            *_count_codes(gold, found, names),
            *_count_contests(gold, found),
            *_count_labels(gold, found, labels),
        ):
            sums.setdefault(part, Counter()).update(
                dict(zip(("right", "beside", "missed"), counted, strict=True))
            )
    return {part: (one["right"], one["beside"], one["missed"]) for part, one in sums.items()}


def _count_words(gold: GoldSentence, found: InspectedSentence) -> Counted:
    if gold.spans is None:
        return
    for role in ROLES:
        marked = {covered(gold.sentence.text, getattr(spans, role)) for spans in gold.spans}
        read = {
            covered_by(found, words) for item in found.attributions for words in _words(item, role)
        }
        yield from compare_words("words" if role == "content" else role, marked, read)


def _words(item: ReadAttribution, role: str) -> list[Words]:
    words = {"source": item.source, "cue": item.cue, "content": item.words}[role]
    return [] if words is None else [words]


def _count_codes(gold: GoldSentence, found: InspectedSentence, names: dict[int, str]) -> Counted:
    if gold.codes is None:
        return
    if gold.is_marked_up or not gold.codes:
        pairs = match(
            gold.codes, found.attributions, lambda code, item: _alike(gold, code, found, item)
        )
        paired = [id(one) for pair in pairs for one in pair]
        alone = [item for item in found.attributions if id(item) not in paired]
        missed = [code for code in gold.codes if id(code) not in paired]
    else:
        pairs = [(code, _nearest(code, found, names)) for code in gold.codes if found.attributions]
        alone, missed = [], [] if pairs else list(gold.codes)
    for code, item in pairs:
        yield from _compare_codes(code, item, name_of(item, names))
    for code in missed:
        yield from _compare_codes(code, None, None)
    for item in alone:
        yield from _compare_codes(None, item, name_of(item, names))


def name_of(item: ReadAttribution, names: dict[int, str]) -> str | None:
    """Return the name of whom an attribution is linked to, or else the words for the source."""
    if item.entity is not None:
        return names[item.entity]
    words = item.named or item.source
    return None if words is None else words.text


def _alike(
    gold: GoldSentence, code: GoldCode, found: InspectedSentence, item: ReadAttribution
) -> float:
    """Return how many characters two attributions share, those of the cue most; a source alone ties nothing together."""
    if code.spans is None:
        return 0.0
    shares = [
        max(
            (
                jaccard(
                    covered(gold.sentence.text, getattr(code.spans, role)), covered_by(found, words)
                )
                for words in _words(item, role)
            ),
            default=0.0,
        )
        for role in ROLES
    ]
    source, cue, content = shares
    return 0.0 if cue == content == 0 else 2 * cue + content + source


def _nearest(code: GoldCode, found: InspectedSentence, names: dict[int, str]) -> ReadAttribution:
    """Return the attribution of a sentence that names the coded source, or else its first outside quoted words."""
    for item in found.attributions:
        name = name_of(item, names)
        if name is not None and code.who is not None and agree(code.who, name):
            return item
    return min(found.attributions, key=lambda item: item.is_inner)


def _compare_codes(
    code: GoldCode | None, item: ReadAttribution | None, name: str | None
) -> Counted:
    """Yield what a coded attribution, one that was read, or a pair of both adds to each part."""
    who = None if code is None else code.who
    is_linked = who is not None and name is not None and agree(who, name)
    yield "link", is_linked, name is not None and not is_linked, who is not None and not is_linked
    if code is not None and item is not None and is_linked:
        yield "official", *_either(code.status == OFFICIAL, item.status == OFFICIAL)
    for part in ("status", "content"):
        coded = None if code is None else getattr(code, part)
        read = None if item is None else getattr(item, part)
        is_same = coded == read
        yield (
            f"{part}:{ALL}",
            is_same,
            read is not None and not is_same,
            coded is not None and not is_same,
        )
        for kind in dict.fromkeys(kind for kind in (coded, read) if kind is not None):
            yield f"{part}:{kind}", *_either(kind == coded, kind == read)


def _either(is_coded: bool, is_read: bool) -> tuple[int, int, int]:  # noqa: FBT001 - two of a kind
    """Return what one thing that is coded, read, or both adds: right, beside, missed."""
    return is_coded and is_read, is_read and not is_coded, is_coded and not is_read


def _count_contests(gold: GoldSentence, found: InspectedSentence) -> Counted:
    if gold.contests is None:
        return
    coded = {contest.kind for contest in gold.contests}
    read: set[str] = {contest.kind for contest in found.contests}
    for kind in sorted(coded | read):
        yield f"contest:{kind}", *_either(kind in coded, kind in read)
    marked = [contest.words for contest in gold.contests if contest.words is not None]
    if gold.is_marked_up:
        covers = {covered(gold.sentence.text, words) for words in marked}
        words = {covered_by(found, contest.words) for contest in found.contests}
        yield from compare_words("contest", covers, words)


def _count_labels(gold: GoldSentence, found: InspectedSentence, labels: Sequence[str]) -> Counted:
    if gold.labels is None:
        return
    for label in labels:
        yield f"label:{label}", *_either(label in gold.labels, label in found.labels)

"""Reading an article: who says what in each sentence, how official that is, and whether it is disputed.

What is read is handed on as signals, names such as `official+assertion`, which heads weigh and the codebook's rules ask
for, and as evidence, the words behind a signal.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from mediaframe.codebook import Codebook
from mediaframe.errors import InputError, nearest
from mediaframe.model.attribution import (
    CONVEYING,
    Attribution,
    Place,
    Scene,
    Speaker,
    attribute,
    gender,
    who,
)
from mediaframe.model.content import ASSERTION, CONTENTS, FORECAST, quotation_content
from mediaframe.model.cues import NOT_A_CUE, Lexicon, Match, Text, bundled_terms
from mediaframe.model.dispute import CONTESTING, contrasting, find_contests, shared_words
from mediaframe.model.quotes import Quotation, find_quotations
from mediaframe.model.sources import (
    COUNTRY,
    DOCUMENT,
    NAMED,
    OFFICIAL,
    PRESS,
    PRIVATE,
    PRONOUN,
    SPOKESPERSON,
    UNKNOWN,
    UNNAMED,
    Cast,
    Roles,
)

ATTRIBUTED, OFFICIAL_ASSERTION, CONTESTED = "attributed", "official_assertion", "contested"
SUMMARIES = (ATTRIBUTED, OFFICIAL_ASSERTION, CONTESTED)
"""What a sentence amounts to by the codebook's definitions; its rules name these."""

STATUSES = (
    OFFICIAL,
    PRIVATE,
    DOCUMENT,
    PRESS,
    SPOKESPERSON,
    UNNAMED,
    NAMED,
    PRONOUN,
    COUNTRY,
    UNKNOWN,
)
MOST = 0.6  # share of a sentence from which on it is a quotation with little around it
MOST_SHARED = 3  # words shared with a rival claim; more say no more
LABEL = 9  # words at most before a colon
NAME = 2  # words of a speaker's name
TAIL = 6  # words at most after the last dash or colon of a headline, mark included
_WAYS = (*sorted(CONVEYING), "according", "hearsay", "colon", "quotation", "part_quotation")
_NO_CLAIM = frozenset(["asking", "promising", "ordering", "wishing"])
_RIVALS = frozenset("while but ; whereas although".split())


def lexicon_terms(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Return the cue classes that ship and those a codebook adds, with their terms.

    Raises:
        InputError: a rule of the codebook names what is neither a cue class nor a signal.
    """
    terms = {**bundled_terms(), **codebook.lexicon}
    known = (*(name for name in terms if name != NOT_A_CUE), *signal_names())
    for label, rule in codebook.rules.items():
        for name in (name for line in rule for name in line):
            if name not in known:
                msg = f"codebook {codebook.name}: rule of {label}: no cue class or signal {name!r}; {nearest(name, known)}"
                raise InputError(msg)
    return terms


@dataclass(slots=True)
class Reading:
    """What was read from one sentence."""

    text: Text
    roles: Roles
    quotations: list[Quotation]
    attributions: list[Attribution] = field(default_factory=list)
    spoken: list[Attribution] = field(default_factory=list)  # those that are the author's
    contests: list[Match] = field(default_factory=list)
    signals: set[str] = field(default_factory=set)

    def add(self, attribution: Attribution) -> bool:
        """Take up an attribution; return whether it is the author's: a verb or mark outside quoted words."""
        self.attributions.append(attribution)
        is_spoken = not attribution.is_noun and not self.is_quoted(attribution)
        if is_spoken:
            self.spoken.append(attribution)
        return is_spoken

    def is_quoted(self, attribution: Attribution) -> bool:
        """Whether a cue stands within quoted words, and so belongs to what is told there."""
        if attribution.cue is None or not self.quotations:
            return False
        place = self.text.starts[attribution.cue[0]]
        index = bisect_right(self.quotations, place, key=lambda quotation: quotation.start) - 1
        return index >= 0 and self.quotations[index].is_long and place < self.quotations[index].end

    def tokens_of(self, quotation: Quotation) -> tuple[int, int]:
        """Return the tokens of quoted words, from the first up to, not including, the last."""
        starts = self.text.starts
        first = bisect_left(starts, quotation.start)
        return first, max(first + 1, bisect_left(starts, quotation.end))

    @property
    def present(self) -> frozenset[str]:
        """Cue classes and signals of the sentence, which rules ask for."""
        return frozenset(match.cue_class for match in self.text.matches) | self.signals


def read_article(lexicon: Lexicon, texts: Sequence[str]) -> list[Reading]:
    """Read the sentences of one article, in order; time grows linearly with its length."""
    readings = [
        Reading(text, Roles(text), quotations)
        for text, quotations in zip(map(lexicon.read, texts), find_quotations(texts), strict=True)
    ]
    cast = Cast([reading.roles for reading in readings])
    speaker = Speaker()
    labels = _speaker_labels(readings)
    for number, reading in enumerate(readings):
        speaker.age += 1
        scene = Scene(number, reading.text, reading.roles, cast, speaker)
        _attribute_sentence(scene, reading, labels)
    _give_quotations_a_speaker(readings)
    for number, reading in enumerate(readings):
        reading.contests = list(find_contests(reading.text))
        reading.signals = set(_signals(reading, readings[max(0, number - 2) : number], number))
    return readings


def _speaker_labels(readings: Sequence[Reading]) -> frozenset[str]:
    """Return the words that open several sentences before a colon: the speakers of an interview."""
    opening = Counter(
        reading.text.words[0] for reading in readings if ":" in reading.text.words[1:3]
    )
    return frozenset(word for word, count in opening.items() if count > 1)


def _attribute_sentence(scene: Scene, reading: Reading, labels: frozenset[str]) -> None:
    """Find the attributions of a sentence, and remember who spoke."""
    previous: Attribution | None = None
    for match in reading.text.matches:
        found = attribute(scene, match, previous)
        if found is not None:
            previous = found if reading.add(found) else previous
    label = _label_after_headline(scene) if scene.number == 0 else None
    label = label or _label_before_colon(scene, reading.attributions, labels)
    if label is not None:
        reading.add(label)
    _remember(scene, reading)


def _remember(scene: Scene, reading: Reading) -> None:
    speaker = scene.speaker
    for item in reading.spoken:
        if item.status not in (UNKNOWN, PRONOUN):
            speaker.status, speaker.age = item.status, 0
            own = (scene.number, *item.source) if item.source is not None else None
            speaker.place = item.named or own
            if item.named is None and item.source is not None:
                speaker.gender = gender(scene.text.words[slice(*item.source)])
    topic = (scene.cast.status.get(scene.text.words[n]) for n in sorted(scene.roles.names))
    speaker.topic = next((status for status in topic if status is not None), speaker.topic)


def _label_before_colon(
    scene: Scene, found: Iterable[Attribution], labels: frozenset[str]
) -> Attribution | None:
    """Read `Minister: no new taxes` and `HALE: Yes`."""
    words = scene.text.words
    colon = words.index(":") if ":" in words[:LABEL] else 0
    if not 0 < colon < len(words) - 1 or not all(map(_is_of_label, words[:colon])):
        return None
    is_topic = scene.roles.at[:colon] == [COUNTRY] * colon  # `Croatia: travel card operator …`
    if is_topic or any(item.cue is not None and item.cue[0] < colon for item in found):
        return None
    status, named = who(scene, (0, colon), None)
    is_known = status != UNKNOWN or (colon <= NAME and words[0] in labels)
    content = (colon + 1, len(words))
    return _by_label(colon, (0, colon), status, content, named) if is_known else None


def _is_of_label(word: str) -> bool:
    return word[0].isalnum() or word in ".-',"


def _label_after_headline(scene: Scene) -> Attribution | None:
    """Read `Turnout tops 60 percent - chief election official`."""
    words = scene.text.words
    for position in range(len(words) - 2, max(1, len(words) - TAIL), -1):
        if words[position] in (":", "-", "–", "—"):
            source = (position + 1, len(words))
            status, named = who(scene, source, None)
            if status == UNKNOWN or "" in scene.roles.at[-1:]:
                return None
            return _by_label(position, source, status, (0, position), named)
    return None


def _by_label(
    colon: int, source: tuple[int, int], status: str, content: tuple[int, int], named: Place | None
) -> Attribution:
    return Attribution("colon", (colon, colon + 1), source, status, ASSERTION, content, named=named)


def _give_quotations_a_speaker(readings: Sequence[Reading]) -> None:
    """Tie quoted words without a cue of their own to the speaker of the quotation they are part of, or to who spoke last."""
    first = 0
    while first < len(readings):
        last = first
        while last + 1 < len(readings) and any(q.goes_on for q in readings[last].quotations):
            last += 1
        speaker = _speaker_of(readings, first, last)
        for reading in readings[first : last + 1]:
            if not reading.spoken:
                _attribute_quotation(reading, *speaker)
        first = last + 1


def _speaker_of(readings: Sequence[Reading], first: int, last: int) -> tuple[str, Place | None]:
    """Return status and place of who speaks in the sentences of a quotation, or else right before it."""
    numbered = [(n, item) for n in range(first, last + 1) for item in readings[n].spoken]
    if not numbered and first > 0:
        numbered = [(first - 1, item) for item in readings[first - 1].spoken[-1:]]
    for number, item in numbered:
        if item.status != UNKNOWN:
            own = None if item.source is None else (number, *item.source)
            return item.status, item.named or own
    return UNKNOWN, None


def _attribute_quotation(reading: Reading, status: str, named: Place | None) -> None:
    quoted = [quotation for quotation in reading.quotations if quotation.is_long]
    if not quoted:
        return
    text = reading.text
    share = sum(item.end - item.start for item in quoted) / max(1, len(text.text))
    is_whole = share > MOST or quoted[0].opened_before or quoted[-1].goes_on
    content = reading.tokens_of(quoted[0])[0], reading.tokens_of(quoted[-1])[1]
    reading.add(
        Attribution(
            "quotation" if is_whole else "part_quotation",
            None,
            None,
            status if is_whole else UNKNOWN,
            quotation_content(text.words),
            content,
            named=named if is_whole else None,
        )
    )


def is_official_assertion(item: Attribution) -> bool:
    """Whether a source in office asserts something; codebook, label O and rules 1, 12, 13 and 21."""
    return (
        item.status == OFFICIAL
        and item.cue_class not in _NO_CLAIM
        and (
            item.content == ASSERTION
            or (item.content == FORECAST and item.cue_class != "announcing")
        )
    )


def signal_names() -> tuple[str, ...]:
    """Return the names of all signals, in the order of their columns."""
    names = list(SUMMARIES)
    for inside in ("", "inner_"):
        names += [f"{inside}{way}" for way in _WAYS]
        names += [f"{inside}source:{status}" for status in STATUSES]
        names += [f"{inside}content:{content}" for content in CONTENTS]
        names += [f"{inside}{status}+{content}" for status in STATUSES for content in CONTENTS]
        names += [f"{inside}{status}+{way}" for status in STATUSES for way in _WAYS]
        names += [f"{inside}{way}+{content}" for way in _WAYS for content in CONTENTS]
    names += [f"noun_{way}" for way in _WAYS]
    names += [f"noun_content:{status}" for status in STATUSES]
    names += [f"contest:{kind}" for kind in sorted(CONTESTING)]
    names += ["contest:before1", "contest:two_sources", "contest:two_kinds"]
    names += ["contrast:spoken", "contrast:rival", "contrast:disputed"]
    names += [f"contrast:shared{count}" for count in range(1, MOST_SHARED + 1)]
    names += [f"quoted:{kind}:{how}" for kind in ("title", "words") for how in ("spoken", "bare")]
    names += ["quoted", "quoted:opened_before", "quoted:goes_on", "quoted:whole"]
    names += ["headline", "headline:quoted", "scare_quotes"]
    return tuple(names)


CARRIED = tuple(
    name
    for name in signal_names()
    if name in SUMMARIES or name.startswith(("source:", "content:", "contest:", "quoted"))
)
"""The signals that tell something of the neighbouring sentences too."""


def _signals(reading: Reading, before: Sequence[Reading], number: int) -> Iterator[str]:
    """Yield the signals of a sentence; `before` are the two sentences before it."""
    is_headline = number == 0
    quoted = set(_quotation_signals(reading, is_headline=is_headline))
    yield from quoted
    yield from _attribution_signals(reading)
    yield from _contest_signals(reading, before)
    spoken = reading.spoken
    is_scare_quoted = "quoted:words:bare" in quoted and not is_headline
    if spoken or ("quoted:words:bare" in quoted and is_headline):
        yield ATTRIBUTED
    if any(map(is_official_assertion, spoken)):
        yield OFFICIAL_ASSERTION
    if is_scare_quoted:
        yield "scare_quotes"
    if reading.contests or is_scare_quoted:
        yield CONTESTED


def _attribution_signals(reading: Reading) -> Iterator[str]:
    for item in reading.attributions:
        if item.is_noun:
            yield f"noun_{item.cue_class}"
            if item.content == ASSERTION:
                yield f"noun_content:{item.status}"
        else:
            inside = "inner_" if reading.is_quoted(item) else ""
            yield from _names_of(inside, item.cue_class, item.status, item.content)


@cache
def _names_of(inside: str, way: str, status: str, content: str) -> tuple[str, ...]:
    """Return the signals of an attribution; there are few kinds, and many attributions."""
    return (
        f"{inside}{way}",
        f"{inside}source:{status}",
        f"{inside}content:{content}",
        f"{inside}{status}+{content}",
        f"{inside}{status}+{way}",
        f"{inside}{way}+{content}",
    )


def _contest_signals(reading: Reading, before: Sequence[Reading]) -> Iterator[str]:
    for match in reading.contests:
        yield f"contest:{match.cue_class}"
    if before and before[-1].contests:
        yield "contest:before1"
    statuses = [item.status for item in reading.attributions if not item.is_noun]
    if len(statuses) > 1 and not _RIVALS.isdisjoint(reading.text.words):
        yield "contest:two_sources"
        if len(set(statuses)) > 1:
            yield "contest:two_kinds"
    if contrasting(reading.text):
        yield from _contrast_signals(reading, before)


def _contrast_signals(reading: Reading, before: Sequence[Reading]) -> Iterator[str]:
    """Yield what stands around a word of contrast; beside a rival claim it contests (rule 20)."""
    rivals = [item for item in before if item.attributions or item.contests]
    shared = shared_words(reading.text, [item.text for item in rivals])
    if shared:
        yield f"contrast:shared{min(shared, MOST_SHARED)}"
    if reading.attributions:
        yield "contrast:spoken"
        if any(item.attributions and not item.attributions[-1].is_noun for item in before):
            yield "contrast:rival"
    if any(item.contests for item in before):
        yield "contrast:disputed"


def _quotation_signals(reading: Reading, *, is_headline: bool) -> Iterator[str]:
    if is_headline:
        yield "headline"
        if reading.quotations:
            yield "headline:quoted"
    for quotation in reading.quotations:
        if not quotation.is_long:
            kind = "title" if reading.text.text[quotation.start + 1].isupper() else "words"
            yield f"quoted:{kind}:{'spoken' if reading.attributions else 'bare'}"
            continue
        yield "quoted"
        if quotation.opened_before:
            yield "quoted:opened_before"
        if quotation.goes_on:
            yield "quoted:goes_on"
        if quotation.end - quotation.start > (1 + MOST) / 2 * len(reading.text.text):
            yield "quoted:whole"

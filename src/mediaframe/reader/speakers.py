"""What was read from a sentence, and who speaks in it: its own cues, labels before a colon, quotations from elsewhere."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mediaframe.reader.attribution import Attribution, attribute
from mediaframe.reader.content import ASSERTION, quotation_content
from mediaframe.reader.cues import Match, Text
from mediaframe.reader.quotations import Quotation
from mediaframe.reader.referents import Place, Scene, gender, who
from mediaframe.reader.sources import COUNTRY, OFFICIAL, PRIVATE, PRONOUN, UNKNOWN, Roles

MOST = 0.6  # share of a sentence from which on it is a quotation with little around it
OPENING = 4  # words that tell whom a sentence is about
LABEL = 9  # words at most before a colon
NAME = 2  # words of a speaker's name
TAIL = 6  # words at most after the last dash or colon of a headline, mark included


@dataclass(slots=True)
class Reading:
    """What was read from one sentence."""

    text: Text
    roles: Roles
    quotations: list[Quotation]
    attributions: list[Attribution] = field(default_factory=list)
    spoken: list[Attribution] = field(default_factory=list)  # those that are the author's
    topic: str | None = None  # the status of whom it is about
    contests: list[Match] = field(default_factory=list)
    signals: set[str] = field(default_factory=set)

    def add(self, attribution: Attribution) -> bool:
        """Take up an attribution; return whether it is the author's: a verb or mark outside quoted words."""
        self.attributions.append(attribution)
        conveys = not attribution.is_noun or attribution.content == ASSERTION  # his warning that
        is_spoken = conveys and not self.is_quoted(attribution)
        if is_spoken:
            self.spoken.append(attribution)
        return is_spoken

    def is_quoted(self, attribution: Attribution) -> bool:
        """Whether a cue stands within quoted words, and so belongs to what is told there."""
        return attribution.cue is not None and self.is_within_quotation(attribution.cue[0])

    def is_within_quotation(self, token: int) -> bool:
        """Whether a token stands within a quotation of more than a few words."""
        if not self.quotations:
            return False
        place = self.text.starts[token]
        index = bisect_right(self.quotations, place, key=lambda quotation: quotation.start) - 1
        return index >= 0 and self.quotations[index].is_long and place < self.quotations[index].end

    def tokens_of(self, quotation: Quotation) -> tuple[int, int]:
        """Return the tokens of quoted words, from the first up to, not including, the last."""
        starts = self.text.starts
        first = bisect_left(starts, quotation.start)
        return first, max(first, bisect_left(starts, quotation.end))

    @property
    def present(self) -> frozenset[str]:
        """Cue classes and signals of the sentence, which rules ask for."""
        return frozenset(match.cue_class for match in self.text.matches) | self.signals


def is_headline(text: Text) -> bool:
    """Whether the first sentence of an article has no full stop, as headlines have none."""
    return "." not in text.words[-2:]


def speaker_labels(readings: Sequence[Reading]) -> frozenset[str]:
    """Return the words that open several sentences before a colon: the speakers of an interview."""
    opening = Counter(
        reading.text.words[0] for reading in readings if ":" in reading.text.words[1:3]
    )
    return frozenset(word for word, count in opening.items() if count > 1)


def attribute_sentence(scene: Scene, reading: Reading, labels: frozenset[str]) -> None:
    """Find the attributions of a sentence, and remember who spoke."""
    previous: Attribution | None = None
    for match in reading.text.matches:
        found = attribute(scene, match, previous)
        if found is not None:
            previous = found if reading.add(found) else previous
    label = _label_after_headline(scene) if scene.number == 0 and is_headline(scene.text) else None
    label = label or _label_before_colon(scene, reading.attributions, labels)
    if label is not None:
        reading.add(label)
    _remember(scene, reading)


def _remember(scene: Scene, reading: Reading) -> None:
    speaker = scene.speaker
    for item in reading.spoken:
        if item.status not in (UNKNOWN, PRONOUN) and (item.source or item.named):
            speaker.status, speaker.age = item.status, 0
            own = (scene.number, *item.source) if item.source is not None else None
            speaker.place = item.named or own
            if item.named is None and item.source is not None:
                speaker.gender = gender(scene.text.words[slice(*item.source)])
    reading.topic = _topic(scene)
    speaker.topic = reading.topic or speaker.topic


def _topic(scene: Scene) -> str | None:
    """Return the status of whom a sentence is about: by its first words, or the first name that the article knows."""
    opening = scene.roles.at[:OPENING]
    for role, status in (("private", PRIVATE), ("office", OFFICIAL)):
        if role in opening and "'s" not in "".join(scene.text.forms[:OPENING]):
            return status
    known = (scene.cast.status.get(scene.text.words[n]) for n in sorted(scene.roles.names))
    return next((status for status in known if status is not None), None)


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
    status, named = who(scene, (0, colon))
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
            status, named = who(scene, source)
            if status == UNKNOWN or "" in scene.roles.at[-1:]:
                return None
            return _by_label(position, source, status, (0, position), named)
    return None


def _by_label(
    colon: int, source: tuple[int, int], status: str, content: tuple[int, int], named: Place | None
) -> Attribution:
    return Attribution("colon", (colon, colon + 1), source, status, ASSERTION, content, named=named)


def give_quotations_a_speaker(readings: Sequence[Reading]) -> None:
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
        topic = readings[first - 1].topic
        if not numbered and topic is not None:
            return topic, None  # The police chief was blunt. “This was …”
    for number, item in numbered:
        if item.status != UNKNOWN:
            own = None if item.source is None else (number, *item.source)
            return item.status, item.named or own
    return UNKNOWN, None


def _attribute_quotation(reading: Reading, status: str, named: Place | None) -> None:
    quoted = [quotation for quotation in reading.quotations if quotation.is_long]
    text = reading.text
    if not quoted or not text.words:
        return
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

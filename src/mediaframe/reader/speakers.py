"""Who speaks in a sentence: its own cues, labels before a colon, quotations from elsewhere."""

from collections import Counter
from collections.abc import Iterable, Sequence

from mediaframe.reader.attribution import ATTRIBUTING, Attribution, attribute
from mediaframe.reader.claims import Contest
from mediaframe.reader.content import ASSERTION, quotation_content
from mediaframe.reader.entities import gender
from mediaframe.reader.mentions import COUNTRY, OFFICIAL, PERSON, PRIVATE, UNKNOWN, Roles
from mediaframe.reader.quotations import Quotation, QuotedTokens, tokens_of
from mediaframe.reader.referents import Context, Referent, resolve
from mediaframe.reader.tokens import Tokens

MOST = 0.6  # share of a sentence from which on it is a quotation with little around it
OPENING = 4  # words that tell whom a sentence is about
LABEL = 9  # words at most before a colon
NAME = 2  # words of a speaker's name
TAIL = 6  # words at most after the last dash or colon of a headline, mark included


class Draft:
    """A sentence while it is being read: what was found in it so far."""

    __slots__ = (
        "attributions", "clash", "contests", "quotations", "quoted", "roles", "spoken", "tokens", "topic"
    )  # fmt: skip

    def __init__(self, tokens: Tokens, quotations: tuple[Quotation, ...]) -> None:
        """Begin with what stands in the sentence itself."""
        self.tokens = tokens
        self.roles = Roles(tokens)
        self.quotations = quotations
        self.quoted = QuotedTokens(quotations, tokens)
        self.attributions: list[Attribution] = []
        self.spoken: list[Attribution] = []  # those that are the author's
        self.topic: str | None = None  # the status of whom it is about
        self.contests: tuple[Contest, ...] = ()
        self.clash: frozenset[str] = frozenset()  # what speaks for a clash with a claim before

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
        return attribution.cue is not None and attribution.cue[0] in self.quoted


def is_headline(tokens: Tokens) -> bool:
    """Whether the first sentence of an article has no full stop, as headlines have none."""
    return "." not in tokens.words[-2:]


def speaker_labels(drafts: Sequence[Draft]) -> frozenset[str]:
    """Return the words that open several sentences before a colon: the speakers of an interview."""
    opening = Counter(draft.tokens.words[0] for draft in drafts if ":" in draft.tokens.words[1:3])
    return frozenset(word for word, count in opening.items() if count > 1)


def attribute_sentence(context: Context, draft: Draft, labels: frozenset[str]) -> None:
    """Find the attributions of a sentence, and remember who spoke."""
    previous: Attribution | None = None
    for match in draft.tokens.matches:
        if match[0] in ATTRIBUTING:
            found = attribute(context, match, previous)
            if found is not None and draft.add(found):
                previous = found
    label = (
        _label_after_headline(context)
        if context.number == 0 and is_headline(context.tokens)
        else None
    )
    label = label or _label_before_colon(context, draft.attributions, labels)
    if label is not None:
        draft.add(label)
    _remember(context, draft)


def _remember(context: Context, draft: Draft) -> None:
    speaker = context.speaker
    for item in draft.spoken:
        if item.status != UNKNOWN and (item.source or item.antecedent):
            speaker.status, speaker.age = item.status, 0
            own = (context.number, *item.source) if item.source is not None else None
            speaker.mention, speaker.entity = item.antecedent or own, item.entity
            if item.antecedent is None and item.source is not None:
                speaker.gender = gender(context.tokens.words[slice(*item.source)])
    draft.topic = _topic(context)
    speaker.topic = draft.topic or speaker.topic


def _topic(context: Context) -> str | None:
    """Return the status of whom a sentence is about: by its first words, or the first name that the article knows."""
    opening = context.roles.at[:OPENING]
    if "'s" not in "".join(context.tokens.forms[:OPENING]):
        private = next(filter(PRIVATE.__contains__, opening), None)
        if private is not None or "office" in opening:
            return private or OFFICIAL
    words, known = context.tokens.words, context.cast.status
    for name in context.roles.names:
        if words[name] in known:
            return known[words[name]] or PERSON
    return None


def _label_before_colon(
    context: Context, found: Iterable[Attribution], labels: frozenset[str]
) -> Attribution | None:
    """Read `Minister: no new taxes` and `HALE: Yes`."""
    words = context.tokens.words
    if ":" not in words[:LABEL]:
        return None
    colon = words.index(":")
    if not 0 < colon < len(words) - 1 or not all(map(_is_of_label, words[:colon])):
        return None
    is_topic = context.roles.at[:colon] == (COUNTRY,) * colon  # `Croatia: travel card operator …`
    if is_topic or any(item.cue is not None and item.cue[0] < colon for item in found):
        return None
    meant = resolve(context, (0, colon))
    is_known = meant.status != UNKNOWN or (colon <= NAME and words[0] in labels)
    content = (colon + 1, len(words))
    return _by_label(colon, (0, colon), meant, content) if is_known else None


def _is_of_label(word: str) -> bool:
    return word[0].isalnum() or word in ".-',"


def _label_after_headline(context: Context) -> Attribution | None:
    """Read `Turnout tops 60 percent - chief election official`."""
    words = context.tokens.words
    for position in range(len(words) - 2, max(1, len(words) - TAIL), -1):
        if words[position] in (":", "-", "–", "—"):
            source = (position + 1, len(words))
            meant = resolve(context, source)
            if meant.status == UNKNOWN or "" in context.roles.at[-1:]:
                return None
            return _by_label(position, source, meant, (0, position))
    return None


def _by_label(
    colon: int, source: tuple[int, int], meant: Referent, content: tuple[int, int]
) -> Attribution:
    cue = colon, colon + 1
    return Attribution("colon", cue, source, meant.status, ASSERTION, content, *meant[1:])


def give_quotations_a_speaker(drafts: Sequence[Draft]) -> None:
    """Tie quoted words without a cue of their own to the speaker of the quotation they are part of, or to who spoke last."""
    first = 0
    while first < len(drafts):
        last = first
        while last + 1 < len(drafts) and any(q.goes_on for q in drafts[last].quotations):
            last += 1
        unattributed = [d for d in drafts[first : last + 1] if d.quotations and not d.spoken]
        if unattributed:
            speaker = _speaker_of(drafts, first, last)
            for draft in unattributed:
                _attribute_quotation(draft, speaker)
        first = last + 1


def _speaker_of(drafts: Sequence[Draft], first: int, last: int) -> Referent:
    """Return who speaks in the sentences of a quotation, or else right before it."""
    numbered = [(n, item) for n in range(first, last + 1) for item in drafts[n].spoken]
    if not numbered and first > 0:
        numbered = [(first - 1, item) for item in drafts[first - 1].spoken[-1:]]
        topic = drafts[first - 1].topic
        if not numbered and topic is not None:
            return Referent(topic)  # The police chief was blunt. “This was …”
    for number, item in numbered:
        if item.status != UNKNOWN:
            own = None if item.source is None else (number, *item.source)
            return Referent(item.status, item.antecedent or own, item.entity)
    return Referent(UNKNOWN)


def _attribute_quotation(draft: Draft, speaker: Referent) -> None:
    quoted = [quotation for quotation in draft.quotations if quotation.is_long]
    tokens = draft.tokens
    if not quoted or not tokens.words:
        return
    share = sum(item.end - item.start for item in quoted) / max(1, len(tokens.text))
    is_whole = share > MOST or quoted[0].opened_before or quoted[-1].goes_on
    content = tokens_of(quoted[0], tokens)[0], tokens_of(quoted[-1], tokens)[1]
    meant = speaker if is_whole else Referent(UNKNOWN)
    draft.add(
        Attribution(
            "quotation" if is_whole else "part_quotation",
            None,
            None,
            meant.status,
            quotation_content(tokens.words, content, is_whole=is_whole),
            content,
            antecedent=meant.antecedent,
            entity=meant.entity,
        )
    )

"""Who speaks in a sentence: its own cues, and labels before a colon or after a headline."""

from collections.abc import Iterable, Sequence

from mediaframe.reader.attribution import ATTRIBUTING, Attribution, attribute
from mediaframe.reader.claims import Contest
from mediaframe.reader.conveying import is_question
from mediaframe.reader.grammar import QUOTES
from mediaframe.reader.kinds import ASSERTION
from mediaframe.reader.labels import LONGEST_LABEL, Labels, is_name_label, label_of
from mediaframe.reader.mentions import COUNTRY, UNKNOWN, Roles
from mediaframe.reader.quotations import Quotation, quoted_tokens, tokens_of
from mediaframe.reader.referents import Context, Referent, resolve
from mediaframe.reader.tokens import Tokens

SHORTEST_CAPITAL = 4  # letters of a word that a title writes with a capital
WHOLE_SHARE = (
    0.6  # of a sentence: one that is quoted beyond it is a quotation with little around it
)
BARE_SHARE = 0.8  # beyond which there is hardly anything around it
TAIL = 6  # words at most after the last dash or colon of a headline, mark included
_DASHES = frozenset("- – —".split())
_LABELLING = _DASHES | {":"}
_PICTURES = frozenset("image images photo photograph picture video file map graphic credit".split())


class Draft:
    """A sentence while it is being read: what was found in it so far."""

    __slots__ = (
        "attributions", "clash", "contests", "quotations", "quoted", "roles", "spoken", "tokens"
    )  # fmt: skip

    def __init__(self, tokens: Tokens, quotations: tuple[Quotation, ...]) -> None:
        """Begin with what stands in the sentence itself."""
        self.tokens = tokens
        self.roles = Roles(tokens)
        self.quotations = quotations
        self.quoted = quoted_tokens(quotations, tokens) if quotations else frozenset()
        self.attributions: list[Attribution] = []
        self.spoken: list[Attribution] = []  # those that are the author's
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
        cue = attribution.cue
        return bool(self.quotations) and cue is not None and cue[0] in self.quoted

    def is_title(self, quotation: Quotation) -> bool:
        """Whether the longer words of a quotation all have capitals, as in the title of a book or play."""
        forms = self.tokens.forms[slice(*tokens_of(quotation, self.tokens))]
        return all(
            form[0].isupper() or not form[0].isalpha() or len(form) < SHORTEST_CAPITAL
            for form in forms
        )


def is_headline(tokens: Tokens) -> bool:
    """Whether the first sentence of an article has no full stop, as headlines have none."""
    return "." not in tokens.words[-2:]


def attribute_sentence(context: Context, draft: Draft, labels: Labels) -> None:
    """Find the attributions of a sentence, and remember who spoke."""
    previous: Attribution | None = None
    matches = () if is_question(draft.tokens) else draft.tokens.matches
    for match in matches:
        if match[0] in ATTRIBUTING:
            found = attribute(context, match, previous)
            if found is not None and draft.add(found):
                previous = found
    label = None
    if context.number == 0 and is_headline(context.tokens):
        label = _label_after_headline(context)
    if label is None and (mark := _mark_of_label(context.tokens.words)):
        label = _label_before(context, mark, draft.attributions, labels)
    if label is not None:
        draft.add(label)
    if draft.spoken:
        _remember(context, draft)


def _remember(context: Context, draft: Draft) -> None:
    for item in draft.spoken:
        if item.entity is not None:
            context.cast.speaks(context.number, item.entity)


def _label_before(
    context: Context, mark: int, found: Iterable[Attribution], labels: Labels
) -> Attribution | None:
    """Read `Minister: no new taxes`, `HALE: Yes` and `Police Chief Hale – “Yes.”`; what an interviewer asks is the author's."""
    if not _is_label(context, mark):
        return None
    if any(item.cue is not None and item.cue[0] < mark for item in found):
        return None
    name = label_of(context.roles)
    meant = resolve(context, (0, mark))
    if name in labels.askers or not (meant.status != UNKNOWN or name in labels.speakers):
        return None
    return _by_label(mark, (0, mark), meant, (mark + 1, len(context.tokens.words)))


def _mark_of_label(words: Sequence[str]) -> int | None:
    """Return where a colon stands after a few words, or a dash before a quotation."""
    if _LABELLING.isdisjoint(words[1:LONGEST_LABEL]):
        return None
    for position in range(1, min(LONGEST_LABEL, len(words) - 1)):
        if words[position] == ":" or (words[position] in _DASHES and words[position + 1] in QUOTES):
            return position
    return None


def _is_label(context: Context, mark: int) -> bool:
    """Whether the words before a mark name a speaker and a clause follows.

    A country alone is a topic: `Croatia: travel card operator …`.
    """
    forms = context.tokens.forms
    return (
        is_name_label(context.roles, mark)
        and context.tokens.words[mark - 1] not in _PICTURES
        and not all(
            kind == COUNTRY or not word.isalpha()
            for word, kind in zip(context.tokens.words[:mark], context.roles.at, strict=False)
        )
        and any(
            form.islower() and form.isalpha() for form in forms[mark + 1 : mark + LONGEST_LABEL]
        )
    )


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

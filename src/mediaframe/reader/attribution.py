"""Attribution: which source each cue of a sentence ties to which content."""

from dataclasses import dataclass

from mediaframe.reader.content import ASSERTION, TOPIC, find_content
from mediaframe.reader.cues import Match, Text
from mediaframe.reader.referents import Place, Referent, Scene, who, who_opens_clause
from mediaframe.reader.sources import ARTICLES, DOCUMENT, OFFICIAL, UNKNOWN, UNNAMED
from mediaframe.reader.subjects import (
    QUOTES,
    Span,
    agent,
    end_of_source,
    source_after,
    source_before,
)
from mediaframe.reader.verbs import WITH_LISTENER, is_denial, is_noun, is_passive, says_nothing

CONVEYING = frozenset(
    """saying announcing judging blaming ruling warning believing wishing promising ordering asking
    conceding showing claiming denying accusing insisting rejecting""".split()
)
_NUMBERS = frozenset("one two three four five six seven eight nine ten".split())
_WON = frozenset("lives life title victory win medal prize gold silver victim victims".split())
_CAN_BE_PASSIVE = frozenset("saying judging asking accusing ordering blaming claiming".split())
_NOTHING = frozenset(["nothing", "little", "goodbye"])
_SHOWING = frozenset(
    "show shows showed list lists put puts give gives gave found finds heard hears".split()
)
_FINDERS = frozenset(
    """court judge judges jury tribunal inquiry inquest coroner inspectors inspector panel
    committee commission auditors watchdog""".split()
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Content tied to a source."""

    cue_class: str
    cue: Span | None  # none: quotation marks alone
    source: Span | None
    status: str  # what the source is
    content: str  # what kind of content it is
    content_span: Span
    is_noun: bool = False  # the minister's claim that …
    named: Place | None = None  # who `she` or the speaker of a quotation is, in another sentence


def attribute(scene: Scene, match: Match, previous: Attribution | None) -> Attribution | None:
    """Return what a cue ties to whom, or None where it conveys nothing; `previous` is the cue before it."""
    if match.cue_class == "according":
        source = (match.last, end_of_source(scene.text, match.last, opens=match.first == 0))
        if source[0] == source[1]:
            return None
        status, named = who(scene, source)
        return Attribution(
            "according",
            (match.first, match.last),
            source,
            status,
            ASSERTION,
            _rest(scene, source),
            named=named,
        )
    if match.cue_class == "hearsay":
        cue = (match.first, match.last)
        return Attribution(
            "hearsay", cue, None, UNNAMED, ASSERTION, (match.last, len(scene.text.words))
        )
    if match.cue_class not in CONVEYING:
        return None
    if is_noun(scene.text, match):
        return _attribute_noun(scene, match)
    return _attribute_verb(scene, match, previous)


def _rest(scene: Scene, source: Span) -> Span:
    """Return the larger part of the sentence around `according to X`."""
    before, after = source[0] - 2, len(scene.text.words) - source[1]
    return (source[1], len(scene.text.words)) if after > before else (0, max(1, before))


def _attribute_noun(scene: Scene, match: Match) -> Attribution:
    """Read `the minister's claim that`."""
    words, forms = scene.text.words, scene.text.forms
    has_content = words[match.last : match.last + 1] == ["that"]
    source, status, named = None, UNKNOWN, None
    start = max(0, match.first - 6)
    for position in range(match.first - 1, start - 1, -1):
        if forms[position].endswith(("'s", "’s", "s'", "s’")):
            source = (start, position + 1)
            status, named = who(scene, source)
            break
        if words[position] in ("his", "her", "their", "its"):
            source = (position, position + 1)
            status, named = scene.speaker.status or UNKNOWN, scene.speaker.place
            break
    return Attribution(
        match.cue_class,
        (match.first, match.last),
        source,
        status,
        ASSERTION if has_content else TOPIC,
        (match.last, len(words)),
        is_noun=True,
        named=named,
    )


def _attribute_verb(scene: Scene, match: Match, previous: Attribution | None) -> Attribution | None:
    words, first = scene.text.words, match.first
    passive = is_passive(words, first) or words[first : first + 2] == ["accused", "of"]
    if _conveys_nothing(scene.text, match, passive=passive):
        return None
    if words[first - 1 : first] == ["as"] and words[first] == "saying":
        return _attribute_quoted_as_saying(scene, match)
    stands_alone = passive and match.cue_class in _CAN_BE_PASSIVE  # was told, is accused of
    source = agent(scene.text, match) if passive else None
    if source is None and not stands_alone:
        source = _source_of_verb(scene, match)
    if _is_no_source(scene, match, source):
        return None
    if source is not None:
        status, named = who(scene, source, _referent(scene, previous))
    elif stands_alone:
        status, named = UNNAMED, None
    else:
        status, named, source = _implied_source(scene, first, previous)
    content, span = find_content(scene.text, match, source)
    return Attribution(
        match.cue_class, (first, match.last), source, status, content, span, named=named
    )


def _is_no_source(scene: Scene, match: Match, source: Span | None) -> bool:
    """Whether a subject conveys nothing: what shows no fact, and the author's own `I` or `we` (rule 11)."""
    words = scene.text.words
    if match.cue_class == "showing" and words[match.first] in _SHOWING:
        return not _can_show(scene, match, source)
    is_own = source is not None and words[slice(*source)] in (["i"], ["we"])
    return is_own and not scene.is_quoted(match.first)


def _referent(scene: Scene, said: Attribution | None) -> Referent | None:
    """Return whom an attribution means, for the cues after it."""
    if said is None:
        return None
    own = None if said.source is None else (scene.number, *said.source)
    return Referent(said.status, said.named or own)


def _implied_source(
    scene: Scene, first: int, previous: Attribution | None
) -> tuple[str, Place | None, Span | None]:
    """Return who stands behind a cue without a subject: the source before it, or who opens the clause."""
    if previous is not None:
        return previous.status, previous.named, previous.source
    return *who_opens_clause(scene, first), None


def _conveys_nothing(text: Text, match: Match, *, passive: bool) -> bool:
    """Whether a verb conveys nothing: `said nothing`, `was declared`, `did not say`, `was denied a visa`."""
    following = text.words[match.last : match.last + 4]
    word = text.words[match.first]
    return (
        (following != [] and following[0] in _NOTHING)
        or (word == "disputed" and (passive or text.words[match.first - 1] in ARTICLES))
        or (word == "added" and following != [] and following[0] in _NUMBERS)
        or (match.cue_class == "claiming" and not _WON.isdisjoint(following))
        or (passive and match.cue_class in ("announcing", "showing"))
        or says_nothing(text.words, match.first)
        or (match.cue_class in ("denying", "rejecting") and not is_denial(text, match))
    )


def _source_of_verb(scene: Scene, match: Match) -> Span | None:
    """Return the subject of a verb; `told` has a listener behind it, never its source."""
    words, after = scene.text.words, None
    closes = match.first > 0 and words[match.first - 1] in QUOTES  # `…?” asked the mayor.`
    if words[match.first] not in WITH_LISTENER or (words[match.first] == "asked" and closes):
        after = source_after(scene.roles, match.first, match.last)
    return after or source_before(scene.roles, match.first)


def _can_show(scene: Scene, match: Match, source: Span | None) -> bool:
    """Whether a source is a document or a court, which show and find, or finds *that*; police find bodies."""
    if source is None:
        return False
    words = scene.text.words
    return (
        words[match.last : match.last + 1] == ["that"]
        or DOCUMENT in scene.roles.at[slice(*source)]
        or not _FINDERS.isdisjoint(words[slice(*source)])
    )


def _attribute_quoted_as_saying(scene: Scene, match: Match) -> Attribution:
    """Read `X quoted Y as saying` and `Y was quoted by X as saying`; one official link makes it official."""
    words = scene.text.words
    cue, inner, meant = (match.first, match.last), None, Referent(UNKNOWN)
    for position in range(match.first - 2, max(-1, match.first - 30), -1):
        if words[position] in ("quoted", "cited", "quotes", "quoting", "citing"):
            cue, inner = (position, match.last), (position + 1, match.first - 1)
            outer = source_before(scene.roles, position)
            if outer is not None and words[position + 1 : position + 2] in (["by"], ["as"]):
                inner, outer = outer, inner  # Y was quoted by X as saying
            links = [who(scene, span) for span in (inner, outer) if span and span[0] < span[1]]
            official = [link for link in links if link.status == OFFICIAL]
            meant = (official or links or [meant])[0]
            break
    content, span = find_content(scene.text, match, inner)
    return Attribution("saying", cue, inner, meant.status, content, span, named=meant.place)

"""Attribution: which source each cue of a sentence ties to which content."""

from functools import partial
from typing import NamedTuple

from mediaframe.reader.content import find_content
from mediaframe.reader.conveying import conveys_nothing, is_bare_tag, is_reduced
from mediaframe.reader.entities import ArticleSpan
from mediaframe.reader.grammar import QUOTES
from mediaframe.reader.kinds import ASSERTION, TOPIC
from mediaframe.reader.mentions import DOCUMENT, OFFICIAL, UNKNOWN
from mediaframe.reader.phrases import owns
from mediaframe.reader.referents import NOBODY, Context, Referent, resolve, whose
from mediaframe.reader.subjects import (
    agent,
    end_of_source,
    shared_subject,
    source_after,
    source_before,
)
from mediaframe.reader.terms import needs, word_list
from mediaframe.reader.tokens import Match, Span
from mediaframe.reader.verbs import WITH_LISTENER, is_noun, is_passive, noun_has_content

CONVEYING = frozenset(
    """saying announcing judging blaming ruling warning believing wishing promising ordering asking
    conceding showing claiming denying accusing insisting rejecting""".split()
)
ATTRIBUTING = CONVEYING | {"according", "hearsay"}
"""The cue classes that may tie content to a source."""

_CAN_BE_PASSIVE = frozenset("saying judging asking accusing ordering blaming claiming".split())
_OWN = frozenset(["i", "we", "you"])
_SHOWING = frozenset(
    "show shows showed list lists put puts recorded records give gives gave found finds heard hears".split()
)
_WITHIN = frozenset("poll survey conducted view opinion words".split())
_NEAR = 6  # words
_ASIDES = frozenset(", in during at on".split())
_ORDERS = frozenset("order orders ordered".split())  # of a court: a disposition (rule 6)
_FINDING = frozenset("find finds found".split())
_NONE = (("no",), ("nothing",), ("little",))
_FIGURES = frozenset("figure toll estimate".split())
_FINDERS = word_list("finders")


class Attribution(NamedTuple):
    """Content tied to a source."""

    cue_class: str
    cue: Span | None  # none: quotation marks alone
    source: Span | None
    status: str  # what the source is
    content: str  # what kind of content it is
    content_span: Span
    antecedent: ArticleSpan | None = None  # where the article names who `she` is, or who is quoted
    entity: int | None = None  # place of the source among the entities of the article
    is_noun: bool = False  # the minister's claim that …


_attribution = partial(tuple.__new__, Attribution)
"""What `Attribution` calls, without a call of Python's own for each; all fields must be given."""


def attribute(context: Context, match: Match, previous: Attribution | None) -> Attribution | None:
    """Return what a cue of an attributing class ties to whom, or None where it conveys nothing; `previous` is the cue before it."""
    words = context.tokens.words
    if match.cue_class == "according":
        start = match.last
        if words[match.last - 1] in _WITHIN:
            start = match.first + 1  # in an opinion poll of 900 people; in her view
        source = (start, end_of_source(context.roles, start, opens=match.first == 0))
        if source[0] == source[1]:
            return None
        status, antecedent, entity = resolve(context, source)
        return Attribution(
            "according",
            (match.first, match.last),
            source,
            status,
            ASSERTION,
            _rest(context, source),
            antecedent=antecedent,
            entity=entity,
        )
    if match.cue_class == "hearsay":
        cue = (match.first, match.last)
        return Attribution(
            "hearsay", cue, None, UNKNOWN, ASSERTION, (match.last, len(context.tokens.words))
        )
    if is_noun(context.tokens, match):
        return _attribute_noun(context, match)
    return _attribute_verb(context, match, previous)


def _rest(context: Context, source: Span) -> Span:
    """Return the larger part of the sentence around `according to X`."""
    before, after = source[0] - 2, len(context.tokens.words) - source[1]
    return (source[1], len(context.tokens.words)) if after > before else (0, max(1, before))


def _attribute_noun(context: Context, match: Match) -> Attribution:
    """Read `the minister's claim that`."""
    words = context.tokens.words
    has_content = noun_has_content(context.tokens, match)
    source, meant = None, NOBODY
    start = max(0, match.first - 6)
    for position in range(match.first - 1, start - 1, -1):
        if owns(context.tokens, position + 1):
            source = (start, position + 1)
            meant = resolve(context, source)
            break
        if words[position] in ("his", "her", "their", "its"):
            source = (position, position + 1)
            meant = whose(context, position)
            break
    return Attribution(
        match.cue_class,
        (match.first, match.last),
        source,
        meant.status,
        ASSERTION if has_content else TOPIC,
        (match.last, len(words)),
        is_noun=True,
        antecedent=meant.antecedent,
        entity=meant.entity,
    )


def _attribute_verb(
    context: Context, match: Match, previous: Attribution | None
) -> Attribution | None:
    words, (cue_class, first, last) = context.tokens.words, match
    word = words[first]
    passive = is_passive(words, first) or (
        word == "accused" and words[first + 1 : first + 2] == ("of",)
    )
    if conveys_nothing(context.tokens, match, passive=passive):
        return None
    if word == "saying" and words[first - 1 : first] == ("as",):
        return _attribute_quoted_as_saying(context, match)
    stands_alone = passive and cue_class in _CAN_BE_PASSIVE  # was told, is accused of
    source = agent(context.roles, match) if passive else None
    if source is None and not stands_alone:
        source = _source_of_verb(context, match)
    if _is_no_source(context, match, source):
        return None
    if source is not None:
        meant = resolve(context, source, None if previous is None else previous.entity)
    elif stands_alone:
        meant = NOBODY
    else:
        meant, source = _implied_source(context, first, previous)
    content, span = find_content(context.tokens, match, source)
    status, antecedent, entity = meant
    return _attribution(
        (cue_class, (first, last), source, status, content, span, antecedent, entity, False)
    )


def _is_no_source(context: Context, match: Match, source: Span | None) -> bool:
    """Whether a subject conveys nothing: what shows no fact, and the author's own `I` or `we` (rule 11)."""
    words = context.tokens.words
    word = words[match.first]
    if match.cue_class == "showing" and word in _SHOWING:
        return not _can_show(context, match, source)
    if source is None or match.first in context.quoted:
        return False
    return (
        (source[1] - source[0] == 1 and words[source[0]] in _OWN)
        or (word in _ORDERS and not _FINDERS.isdisjoint(words[slice(*source)]))
        or is_reduced(context.roles, match, source)
        or is_bare_tag(context.tokens, match, source)
    )


def _implied_source(
    context: Context, first: int, previous: Attribution | None
) -> tuple[Referent, Span | None]:
    """Return who stands behind a cue without a subject: the source before it, or the subject of the clause it goes on with."""
    if previous is not None and (previous.source is not None or previous.antecedent is not None):
        meant = Referent(previous.status, previous.antecedent, previous.entity)
        return meant, previous.source
    source = shared_subject(context.roles, first)
    return (NOBODY if source is None else resolve(context, source)), source


def _source_of_verb(context: Context, match: Match) -> Span | None:
    """Return the subject of a verb; `told` has a listener behind it, never its source."""
    words, first, roles = context.tokens.words, match.first, context.roles
    word, before = words[first], words[first - 1] if first else ""
    if word == "on" or before == "to":
        return shared_subject(roles, first)  # refused on the grounds that, appears to show
    closes = before in QUOTES  # `…?” asked the mayor.`
    if word not in WITH_LISTENER or (word == "asked" and closes):
        after = source_after(roles, first, match.last)
        if after is not None:
            return after
    return source_before(roles, first)


def _can_show(context: Context, match: Match, source: Span | None) -> bool:
    """Whether a source is a document or a court, which show and find, or finds *that*; police find bodies.

    `gave a lower figure`, `put the savings at a million` and `…, engineers found.` have content too.
    """
    words = context.tokens.words
    following = words[match.last : match.last + _NEAR]
    if source is None:
        return False
    if needs().get(words[match.first]) == "figure":
        return any(word[0].isdigit() for word in following)
    ends = following[:1] in ((), (".",)) or following[0] in _ASIDES
    is_tag = ends and source[0] > 1 and words[source[0] - 1] == ","
    finds_none = words[match.first] in _FINDING and following[:1] in _NONE
    return (
        is_tag
        or finds_none
        or "that" in words[match.last - 1 : match.last + 1]
        or (following[:1] != () and following[0] in _ASIDES and "that" in following)
        or not _FIGURES.isdisjoint(following)
        or DOCUMENT in context.roles.at[slice(*source)]
        or not _FINDERS.isdisjoint(words[slice(*source)])
    )


def _attribute_quoted_as_saying(context: Context, match: Match) -> Attribution:
    """Read `X quoted Y as saying` and `Y was quoted by X as saying`; one official link makes it official."""
    words = context.tokens.words
    cue, inner, meant = (match.first, match.last), None, NOBODY
    for position in range(match.first - 2, max(-1, match.first - 30), -1):
        if words[position] in ("quoted", "cited", "quotes", "quoting", "citing"):
            cue, inner = (position, match.last), (position + 1, match.first - 1)
            outer = source_before(context.roles, position)
            if outer is not None and words[position + 1 : position + 2] in (("by",), ("as",)):
                inner, outer = outer, inner  # Y was quoted by X as saying
            links = [
                resolve(context, span) for span in (inner, outer) if span and span[0] < span[1]
            ]
            official = [link for link in links if link.status == OFFICIAL]
            meant = (official or links or [meant])[0]
            break
    content, span = find_content(context.tokens, match, inner)
    return Attribution("saying", cue, inner, meant.status, content, span, *meant[1:])

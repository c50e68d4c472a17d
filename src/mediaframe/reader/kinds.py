"""Kinds of content: what a clause that a source tells is, by the clause's own subject and verb.

Codebook, label O and rules 1, 12, 13 and 21 to 23: what the source itself will, plans, wants or feels is a promise or a stance,
what it asks of others a demand; what it tells of anything else, be it somebody else's promise, an assertion or a forecast.
"""

from collections.abc import Sequence

from mediaframe.reader.predicates import BE, HAVE, Predicate, find_predicate
from mediaframe.reader.terms import word_list
from mediaframe.reader.tokens import Span, stem_of

ASSERTION, FORECAST, ACT, PROMISE = "assertion", "forecast", "act", "promise"
DEMAND, QUESTION, STANCE, TOPIC = "demand", "question", "stance", "topic"
CONTENTS = (ASSERTION, FORECAST, ACT, PROMISE, DEMAND, QUESTION, STANCE, TOPIC)

OPENING = 9  # tokens within which a clause has its first word
MOST_BELIEFS = 2  # looked through: `I think we believe that …`

_FUTURE, _POSSIBLE, _DUTY = word_list("future"), word_list("possible"), word_list("duty")
_WILLING, _WANTING, _URGING = word_list("willing"), word_list("wanting"), word_list("urging")
_BELIEVING, _SYMPATHY = word_list("believing_own"), word_list("sympathy")
_EFFECTS, _DECIDED = word_list("effects"), word_list("decided")
_NEEDFUL = word_list("needful")
_IS_NEEDFUL = _NEEDFUL | {"is"}
_BODIES, _IMPERATIVES = word_list("bodies"), word_list("imperatives")
_ABLE = frozenset("can can't cannot".split())
_NEEDING = frozenset("need needs needed".split())
_WOULD = frozenset(("would", "wouldn't"))
_FIRST_PERSON = frozenset(("i", "we"))
_POSSESSIVES = frozenset("our his her its their my".split())
_NOT_MEANT = {
    "he": "she it they",
    "she": "he it they",
    "they": "he she it i",
    "it": "he she they i we",
}
_OTHERS = {pronoun: frozenset(others.split()) for pronoun, others in _NOT_MEANT.items()}
"""Pronouns that stand for somebody else than who speaks, by who speaks as that."""


def kind_of_clause(
    words: Sequence[str], span: Span, source: Sequence[str], *, is_quoted: bool, depth: int = 0
) -> str:
    """Return the kind of a clause; `source` are the words for who tells it."""
    predicate = find_predicate(words, *span)
    opening = _kind_of_opening(words, span, predicate) if is_quoted else None
    if opening is not None or predicate is None:
        return opening or ASSERTION
    is_own = _is_own(words, predicate.subject, source, is_quoted=is_quoted)
    following = words[predicate.head : min(span[1], predicate.head + 2)]
    found = _kind_of_modal(words, predicate, following, is_own=is_own)
    if found is not None or not is_own:
        return found or ASSERTION
    is_auxiliary = predicate.finite in BE or predicate.finite in HAVE
    told = following[0] if is_auxiliary and following else predicate.finite
    if told in _BELIEVING and depth < MOST_BELIEFS:
        believed = predicate.head + is_auxiliary, span[1]
        found = kind_of_clause(words, believed, source, is_quoted=is_quoted, depth=depth + 1)
        return FORECAST if found == ASSERTION and told.startswith("expect") else found
    return PROMISE if told in _WILLING else STANCE if told in _WANTING else ASSERTION


def _kind_of_modal(
    words: Sequence[str], predicate: Predicate, following: Sequence[str], *, is_own: bool
) -> str | None:
    """Return what a verb of what will, may or must be makes of a clause."""
    if predicate.finite in _FUTURE or following == ("going", "to"):
        return _kind_of_future(words, predicate, is_own=is_own)
    if predicate.finite in _POSSIBLE:
        return _kind_of_possible(predicate.finite, is_own=is_own)
    return DEMAND if _is_demand(words, predicate, following, is_own=is_own) else None


def _kind_of_opening(words: Sequence[str], span: Span, predicate: Predicate | None) -> str | None:
    """Return the kind that the first words of quoted words show: `Stay inside`, `Thanks to all`, `Our thoughts are with`."""
    opening = words[span[0] : min(span[1], span[0] + OPENING)]
    first = ""
    for word in opening:
        if word[0].isalnum():
            first = word
            break
    if first in _IMPERATIVES and not (first == "let" and _is_let_me(opening)):
        return DEMAND
    if predicate is None:
        return STANCE if first in _WANTING else None
    return None if _SYMPATHY.isdisjoint(words[slice(*predicate.subject)]) else STANCE


def _is_let_me(opening: Sequence[str]) -> bool:
    """Whether what opens with `let` asks nobody for anything."""
    return [word for word in opening if word[0].isalnum()][1:2] == ["me"]


def _is_demand(
    words: Sequence[str], predicate: Predicate, following: Sequence[str], *, is_own: bool
) -> bool:
    """Whether a clause says what must be: `should leave`, `need to leave`, `we urge you`, `drivers are advised to`."""
    finite = predicate.finite
    if finite in _DUTY:  # `should have known` is blame
        return words[predicate.verb + 1 : predicate.verb + 2] != ("have",)
    if finite in _NEEDING:
        return is_own or following[:1] == ("to",)
    if finite in HAVE:
        return finite != "had" and following[:1] == ("to",)
    if finite in _IS_NEEDFUL and words[predicate.subject[0]] == "it":  # `it's time` is `it time`
        return finite != "is" or not _NEEDFUL.isdisjoint(following[:1])
    if finite in BE:
        return tuple(following[1:]) == ("to",) and following[0] in _URGING
    return is_own and finite in _URGING


def _kind_of_future(words: Sequence[str], predicate: Predicate, *, is_own: bool) -> str:
    """Return what `will` and `would` make of a clause."""
    subject, verb, finite, head = predicate
    following, told = words[verb + 1 : verb + 2], words[head : head + 1]
    if finite in _WOULD and following == ("have",):
        return ASSERTION  # it would have been cheaper
    if not _WANTING.isdisjoint(told):
        return STANCE if is_own else ASSERTION
    if is_own and words[subject[0]] == "it" and not _EFFECTS.isdisjoint((*following, *told)):
        return FORECAST
    is_decided = not _DECIDED.isdisjoint(told) and words[head - 1] == "be"
    return PROMISE if is_own or is_decided else FORECAST


def _kind_of_possible(finite: str, *, is_own: bool) -> str:
    if finite in _ABLE:
        return ASSERTION
    return PROMISE if is_own and finite in ("may", "might") else FORECAST


def _is_own(words: Sequence[str], subject: Span, source: Sequence[str], *, is_quoted: bool) -> bool:
    """Whether a subject is the source itself, or the body it speaks for."""
    first = words[subject[0]].partition("'")[0]
    if first in _FIRST_PERSON:
        return True
    if first in _OTHERS:
        return not is_quoted and _OTHERS[first].isdisjoint(source[-1:])
    nouns = words[slice(*subject)]
    if first in _POSSESSIVES:
        return not _BODIES.isdisjoint(nouns)
    if first == "the" and len(nouns) == 2 and nouns[1] in _BODIES:  # noqa: PLR2004 - the ministry
        return True
    return not set(filter(None, map(stem_of, nouns))).isdisjoint(map(stem_of, source))

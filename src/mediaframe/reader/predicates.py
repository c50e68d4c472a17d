"""Predicates: subject and verb of the first clause in a run of words, by closed sets of words, without a tagger.

Found are the auxiliaries and modal verbs of English, which are finite wherever they stand, the verb behind a pronoun that
can only be a subject, and a few verbs of wanting and saying. A clause with another verb behind a noun (`two bridges fell`)
is one whose verb is not found.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from mediaframe.reader.grammar import AUXILIARIES
from mediaframe.reader.terms import word_list
from mediaframe.reader.tokens import Remembered, Span

LONGEST_SUBJECT = 16  # words looked at for a verb
OPENING = 22  # words within which a phrase before the subject ends at a comma
MOST_OPENINGS = 3

BE = frozenset("am is are was were be been being isn't aren't wasn't weren't ain't".split())
HAVE = frozenset("have has had having haven't hasn't hadn't".split())
_DO = frozenset("do does did don't doesn't didn't".split())
_AUXILIARIES = AUXILIARIES | BE | word_list("future") | word_list("possible") | word_list("duty")
_FINITE = word_list("finite")
_PRONOUNS = frozenset("i we he she they it you there".split())
_CONTRACTED = {"ll": "will", "d": "would", "m": "is", "re": "are", "ve": "have"}
_RELATIVES = frozenset("who whom whose which that where".split())
_SUBORDINATORS = frozenset(
    """if when while as after before since although though because unless until once in on at by for with under
    despite during amid from like even to given about among over within without rather""".split()
)
_ENDS = frozenset("; : . ? ! why how whether because if when while so unless until".split())
_TELLING = _AUXILIARIES | _FINITE | _ENDS | _RELATIVES | {","}
_ADVERBS = frozenset(
    """not never yet also still already ever just even now then always no longer soon again therefore all both be have been
    remain remains remained more very much so “ ‘ " '""".split()
)
_OPENERS = frozenset(
    """that , : … . [ ] ( ) " “ ‘ ' ” and but or so well yes yeah no nah obviously however now also then of course look thus on
    monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight - – —""".split()
)


class Predicate(NamedTuple):
    """What a clause says of its subject; `subject`, `verb` and `head` are tokens of the sentence."""

    subject: Span
    verb: int  # the finite verb, which may be one word with the subject: `we'll`
    finite: str  # that verb, in full; `want` of `do not want`
    head: int  # the word behind it and its adverbs: `agreed` of `has not yet agreed`; the end where there is none


_as_predicate = partial(tuple.__new__, Predicate)  # without a call of Python's own


def find_predicate(words: Sequence[str], start: int, end: int) -> Predicate | None:
    """Return the predicate of the first clause between two tokens, or None where no verb is found."""
    position = _start_of_subject(words, start, end)
    last = min(end, position + LONGEST_SUBJECT)
    index = opening = position
    in_relative = False
    while index < last:
        word = words[index]
        if index == opening and _is_pronoun(word):
            return _behind_pronoun(words, index, end)
        if word not in _TELLING:
            index += 1
        elif word == ",":
            index = opening = _behind_apposition(words, index, last)
        elif word in _AUXILIARIES or (word in _FINITE and index > position):
            if not in_relative:
                return _predicate(words, (position, index), index, end)
            in_relative, index = False, index + 1
        elif word in _ENDS and index > position:
            break
        else:
            in_relative = index > position and _is_finite(words, index + 1, last)
            index += 1
    return None


def _has_pronoun(word: str) -> bool:
    return word.partition("'")[0] in _PRONOUNS


_is_pronoun = Remembered(_has_pronoun).__getitem__
"""Returns whether a word is a pronoun that can only be a subject, alone or in one with a verb: `she`, `we'll`."""


def _is_finite(words: Sequence[str], position: int, last: int) -> bool:
    """Whether an auxiliary stands at a position, adverbs aside."""
    position = skip_adverbs(words, position, last)
    return position < last and words[position] in _AUXILIARIES


def skip_adverbs(words: Sequence[str], position: int, end: int) -> int:
    """Return the first token from a position on that is no adverb."""
    while position < end - 1 and (words[position] in _ADVERBS or words[position].endswith("ly")):
        position += 1
    return position


def _behind_pronoun(words: Sequence[str], pronoun: int, end: int) -> Predicate | None:
    subject, following = (pronoun, pronoun + 1), skip_adverbs(words, pronoun + 1, end)
    contracted = words[pronoun].partition("'")[2]
    if contracted in _CONTRACTED:
        return _as_predicate((subject, pronoun, _CONTRACTED[contracted], following))
    return _predicate(words, subject, following, end)


def _predicate(words: Sequence[str], subject: Span, verb: int, end: int) -> Predicate | None:
    if verb >= end:
        return None
    finite, head = words[verb], skip_adverbs(words, verb + 1, end)
    if finite in _DO and head < end:  # `does not want` is `wants`
        finite, head = words[head], skip_adverbs(words, head + 1, end)
    return _as_predicate((subject, verb, finite, head))


def _start_of_subject(words: Sequence[str], start: int, end: int) -> int:
    """Return where a clause has its subject: behind marks, and behind `if …,` and `in …,`."""
    position = start
    for _ in range(MOST_OPENINGS):
        while position < end and words[position] in _OPENERS:
            position += 1
        if position >= end or words[position] not in _SUBORDINATORS:
            break
        phrase = words[position : min(end, position + OPENING)]
        if "," not in phrase:
            break
        position += phrase.index(",") + 1
    return position


def _behind_apposition(words: Sequence[str], comma: int, last: int) -> int:
    """Return the token behind an apposition between commas."""
    following = words[comma + 1 : last]
    return comma + 2 + following.index(",") if "," in following else last

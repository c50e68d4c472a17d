"""Clauses: subject and verb of the first clause in a run of words, by closed sets of words, without a tagger.

Told are the auxiliaries and modal verbs of English, which are finite wherever they stand, and the verb behind a pronoun
that can only be a subject. A clause with a plain verb behind a noun (`two bridges fell`) has no verb that is found.
"""

from collections.abc import Sequence
from typing import NamedTuple

from mediaframe.reader.matching import word_list

LONGEST_SUBJECT = 16  # words looked at for a verb
OPENING = 16  # words within which a phrase before the subject ends at a comma
MOST_OPENINGS = 3

FIRST_PERSON = frozenset("i we i'm i'll i'd i've we'll we'd we're we've i`m".split())
THIRD_PERSON = frozenset(
    "he she they it he'll she'll they'll it'll he'd she'd they'd it'd they're they've".split()
)
_SUBJECTS = FIRST_PERSON | THIRD_PERSON | frozenset("you you'll you'd you're you've there".split())
BE = frozenset("am is are was were be been being isn't aren't wasn't weren't ain't".split())
HAVE = frozenset("have has had having haven't hasn't hadn't".split())
DO = frozenset("do does did don't doesn't didn't".split())
MODAL = word_list("future") | word_list("possible") | word_list("duty")
_AUXILIARIES = BE | HAVE | DO | MODAL
_RELATIVES = frozenset("who whom whose which that where".split())
_SUBORDINATORS = frozenset(
    """if when while as after before since although though because unless until once in on at by for with under
    despite during amid from like even to given about among over within without rather""".split()
)
_ENDS = frozenset("; : . ? ! why how whether because if when while so unless until".split())
_ADVERBS = frozenset(
    """not never also still already ever just even now then always no longer soon again therefore all both
    be have been remain remains remained more very much so “ ‘ " '""".split()
)
_OPENERS = frozenset(
    """that , : … . [ ] ( ) " “ ‘ ' ” and but or so well yes yeah no nah obviously however now also then of course look thus
    on monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight - – —""".split()
)


class Predicate(NamedTuple):
    """What a clause says of its subject; tokens of the sentence."""

    subject: tuple[int, int]
    verb: int  # the auxiliary or verb


def find_predicate(words: Sequence[str], start: int, end: int) -> Predicate | None:
    """Return subject and verb of the first clause between two tokens, or None where no verb is found."""
    position = _start_of_subject(words, start, end)
    last = min(end, position + LONGEST_SUBJECT)
    index, in_relative = position, False
    while index < last:
        word = words[index]
        if word in _SUBJECTS and (index == position or words[index - 1] == ","):
            return Predicate((index, index + 1), _verb_of_pronoun(words, index, end))
        if word == ",":
            index = _after_apposition(words, index, last)
            continue
        if index > position and word in _RELATIVES:
            in_relative = index + 1 < last and words[skip_adverbs(words, index + 1, last)] in _AUXILIARIES
        elif index > position and word in _ENDS:
            return None
        elif word in _AUXILIARIES or (index > position and word in _FINITE):
            if not in_relative:
                return Predicate((position, index), index)
            in_relative = False
        index += 1
    return None


_FINITE = (
    frozenset("plans intends wants hopes needs refuses seeks aims expects agreed".split())
    | word_list("reporting")
)  # fmt: skip


def _start_of_subject(words: Sequence[str], start: int, end: int) -> int:
    """Return where a clause has its subject: behind marks, and behind `if …,` and `in …,`."""
    position = start
    for _ in range(MOST_OPENINGS):
        while position < end and words[position] in _OPENERS:
            position += 1
        if position >= end or words[position] not in _SUBORDINATORS:
            return position
        comma = next(
            (n for n in range(position + 1, min(end, position + OPENING)) if words[n] in ",;"), None
        )
        if comma is None:
            return position
        position = comma + 1
    return position


def _verb_of_pronoun(words: Sequence[str], pronoun: int, end: int) -> int:
    """Return the verb behind a pronoun, or the pronoun itself where the two are one word: `we'll`."""
    if "'" in words[pronoun]:
        return pronoun
    return skip_adverbs(words, pronoun + 1, end)


def skip_adverbs(words: Sequence[str], position: int, end: int) -> int:
    """Return the first token from a position on that is no adverb."""
    while position < end - 1 and (words[position] in _ADVERBS or words[position].endswith("ly")):
        position += 1
    return position


def _after_apposition(words: Sequence[str], comma: int, last: int) -> int:
    """Return the token behind an apposition between commas."""
    for index in range(comma + 1, last):
        if words[index] == ",":
            return index + 1
    return last

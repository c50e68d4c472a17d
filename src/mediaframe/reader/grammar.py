"""Grammar: what a word does in its sentence, as far as words and endings tell: auxiliary, adverb, verb, end of a phrase."""

from collections.abc import Sequence

from mediaframe.reader.terms import word_list
from mediaframe.reader.tokens import Remembered, Tokens

QUOTES = frozenset("\" “ ” ’ ' » «".split())
AUXILIARIES = frozenset(
    """is are was were be been being am has have had having do does did will would can cannot could may might must
    shall should isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't
    shouldn't isn’t""".split()
)
PREPOSITIONS = frozenset(
    """of in on at by for from to with after before since during under over against about amid as into near between
    among through throughout across despite following without within until towards toward behind beyond besides
    inside outside around along like unlike per via regarding including alongside""".split()
)
DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow january february
    march april may june july august september october november december afternoon morning evening night week
    month year weekend""".split()
)
ADVERBS = frozenset(
    """also later then earlier previously already now still once again never not just only even long further since
    however meanwhile moreover therefore thus instead nevertheless nonetheless too though afterwards recently ago
    soon often always perhaps yet so today yesterday tonight""".split()
)
DETERMINERS = frozenset(
    """the a an this that these those his her its their our my your some any no each every another such both all
    several many most more few two three four five six seven eight nine ten""".split()
)
_WALLS = frozenset(
    """; : that but while because if when where whereas although though whether how what why than which whose or ( — –
    - " “ ” „ « »""".split()
)
SHORT = 3  # letters at most that an abbreviation has before its full stop: Gen. Gov. Col.
SHORTEST_PAST = 5  # letters at least of a verb in -ed: need, bed and red are none
_NO_ADVERBS, _ABBREVIATED = word_list("no_adverbs"), word_list("abbreviated")
_PASTS, _PARTICIPLES = word_list("pasts"), word_list("participles")


def is_abbreviated(word: str) -> bool:
    """Whether a full stop after a word may belong to it: `Gen.`, `Prof.`."""
    return len(word) <= SHORT or word in _ABBREVIATED


def _is_adverb(word: str) -> bool:
    return word in ADVERBS or (word.endswith("ly") and word not in _NO_ADVERBS)


is_adverb = Remembered(_is_adverb).__getitem__
"""Returns whether a word is an adverb, by a short list or its ending."""


def _goes_on(word: str) -> bool:
    is_sign = not word[0].isalnum() or word in _WALLS
    return not (is_sign or word in ("and", "who") or word in AUXILIARIES or _may_be_past(word))


goes_on = Remembered(_goes_on).__getitem__
"""Returns whether a noun phrase goes on over a word wherever it stands: no mark, no wall, no form of a verb."""


def _is_past(word: str) -> bool:
    return word in _PASTS or (word.endswith("ed") and len(word) >= SHORTEST_PAST)


_may_be_past = Remembered(_is_past).__getitem__
"""Returns whether a word may be the past form of a verb."""


def is_wall(words: Sequence[str], position: int) -> bool:
    """Whether no noun phrase goes over this word; the full stop of an abbreviation is none."""
    word = words[position]
    if word in "'’" and position > 0 and words[position - 1] in ",.?!":
        return True  # it closes a quotation
    if word == ".":
        return position > 0 and not is_abbreviated(words[position - 1])
    return word in _WALLS or not (word[0].isalnum() or word in ",'’$&/)")


def is_verb(tokens: Tokens, position: int) -> bool:
    """Whether a word is likely a finite verb: an auxiliary, or a past form that modifies no noun.

    A participle before a noun (`the retired general`) is none.
    """
    word = tokens.words[position]
    if word in AUXILIARIES:
        return tokens.forms[position] != "May"
    if not _may_be_past(word):
        return False
    if position == 0 or tokens.forms[position][0].isupper():
        return False
    before = position - 1
    if before > 0 and is_adverb(tokens.words[before]):
        before -= 1
    return not (
        tokens.words[before] in DETERMINERS
        or tokens.words[before] in PREPOSITIONS
        or is_possessive(tokens, before)
    )


def is_possessive(tokens: Tokens, position: int) -> bool:
    """Whether a word owns what follows: `minister's`, `workers'`."""
    return tokens.forms[position].endswith(("'s", "’s", "s'", "s’")) or (
        tokens.words[position] in ("'", "’")
        and position > 0
        and tokens.words[position - 1].endswith("s")
    )


def belongs_to_noun(words: Sequence[str], position: int) -> bool:
    """Whether a past form belongs to the noun before it: `people displaced by war`, `a man named Hale`."""
    following = words[position + 1] if position + 1 < len(words) else ""
    is_participle = words[position].endswith("ed") or words[position] in _PARTICIPLES
    return is_participle and (
        following in PREPOSITIONS or following in ADVERBS or words[position] in ("named", "called")
    )

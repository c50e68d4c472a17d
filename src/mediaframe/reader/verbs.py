"""What a cue is: verb or noun, active or passive, the denial of a claim or of a visa, something said or not."""

from collections.abc import Sequence

from mediaframe.reader.grammar import PREPOSITIONS, is_adverb, is_possessive, is_verb
from mediaframe.reader.terms import word_list
from mediaframe.reader.tokens import Match, Tokens

BE = frozenset("was were been be is are being".split())
MOST_ADVERBS = 5
_BEFORE_NOUN = frozenset(
    """a an the his her its their my our your this that these those any no some every each another
    such of for in on with under by to from own""".split()
)
_AFTER_NOUN = frozenset(
    """. , of about over against from were was by and are is have has had will would may might could
    can should""".split()
)
_SUBJECTS = frozenset("he she they it we who i".split())
_PLURALS = frozenset(
    "police people men women would will can may could should to not they we i you".split()
)
_NOUN_OR_VERB, _NOUNS = word_list("noun_or_verb"), word_list("always_nouns")
_PLAIN_FORMS, _REFUSED = word_list("plain_forms"), word_list("refused")
_NOT_SAYING = word_list("not_saying")
MODIFIED = frozenset(
    "a an the his her its their our my your this these those some any no each every such other".split()
)
"""Words behind which a noun stands, or what belongs to it."""
_CLAIMS = word_list("rejected_claims")
_BARE = ((), (".",), (",",), ("and",), ("but",), (":",))
WITH_LISTENER = frozenset(
    "told tell tells telling informed assured reminded advised asked asks".split()
)
_SEEMING = frozenset("seemed appeared appears seems on moved rushed quick first used".split())


_GAP = 7  # words at most between a noun and its `that`
_WITH_INFINITIVE = frozenset(["plea", "pleas"])
_NEAR = 9  # words within which a clause begins


def is_passive(words: Sequence[str], first: int) -> bool:
    """Whether a form follows a form of `be`, adverbs aside: `was wrongly told`."""
    position, farthest = first - 1, max(0, first - MOST_ADVERBS)
    while position > farthest and is_adverb(words[position]):
        position -= 1
    return position >= 0 and words[position] in BE


def is_noun(tokens: Tokens, match: Match) -> bool:
    """Whether a form that may be noun or verb stands as a noun."""
    first, words = match.first, tokens.words
    is_phrase = match.last - first > 1 and words[first + 1] != "that"
    if is_phrase or words[first] not in _NOUN_OR_VERB:
        return False
    if first == 0 or words[first - 1] in _BEFORE_NOUN or words[first] in _NOUNS:
        return True
    if is_possessive(tokens, first - 1) or words[first - 1] in "'’":
        return True  # the minister's claim, the workers' claims
    is_singular = not words[first - 1].endswith("s") and words[first - 1] not in _PLURALS
    if words[first] in _PLAIN_FORMS and is_singular and words[max(0, first - 2)] in MODIFIED:
        return not _has_plural_head(
            words, first
        )  # its daily report; a verb of this form has a plural subject
    following = words[match.last] if match.last < len(words) else "."
    if following in ".," and words[first].endswith("s") and _ends_tag(words, first):
        return False  # …, the ministry estimates.
    return following in _AFTER_NOUN and words[first - 1] not in _SUBJECTS


def _has_plural_head(words: Sequence[str], first: int) -> bool:
    """Whether a plural stands before a preposition: `residents of the valley hope`."""
    for position in range(first - 1, max(0, first - _NEAR), -1):
        if words[position] in PREPOSITIONS:
            return words[position - 1].endswith("s")
    return False


def _ends_tag(words: Sequence[str], first: int) -> bool:
    """Whether a singular subject between a comma and the word makes it a verb."""
    if words[first - 1].endswith("s"):
        return False
    before = words[max(0, first - _NEAR) : first]
    return "," in before and PREPOSITIONS.isdisjoint(before[before.index(",") + 1 :][:1])


def noun_has_content(tokens: Tokens, match: Match) -> bool:
    """Whether a clause follows a noun (rule 17): `his claim that`, `speculation among voters that`, `a plea to join`."""
    words = tokens.words
    if words[match.last - 1] == "that":
        return True
    if words[match.first] in _WITH_INFINITIVE and words[match.last : match.last + 1] == ("to",):
        return True
    for position in range(match.last, min(match.last + _GAP, len(words))):
        if words[position] == "that":
            return True
        if words[position] in (",", "and", ".") or is_verb(tokens, position):
            return False
    return False


def is_denial(tokens: Tokens, match: Match) -> bool:
    """Whether a claim is denied or rejected, and not a visa, a motion or a worker; codebook rule 2."""
    words = tokens.words
    following = words[match.last : match.last + 7]
    if following[:1] in (("him",), ("her",), ("them",), ("us",), ("me",)):
        return False  # the post denied them a winner
    if match.cue_class == "rejecting":
        after_which = match.first > 0 and words[match.first - 1] == "which"
        alone = following[:1] in (("this",), ("that",)) and following[1:2] in _BARE
        return after_which or alone or not _CLAIMS.isdisjoint(following)
    if words[match.first] == "disputed":
        return True
    if is_passive(words, match.first) and following[:1] != ("by",):
        return False
    return _REFUSED.isdisjoint(following[:5])


def says_nothing(words: Sequence[str], first: int) -> bool:
    """Whether nothing is said: `did not say`, `declined to comment`, `impossible to confirm`."""
    if words[first] not in _NOT_SAYING:
        return False
    if first > 0 and (
        words[first - 1] in ("not", "n't", "neither") or words[first - 1].endswith("n't")
    ):
        return True
    return first > 1 and words[first - 1] == "to" and words[first - 2] not in _SEEMING

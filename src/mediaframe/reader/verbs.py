"""Whether a cue conveys anything where it stands: verb or noun, a claim denied or a visa, something said or not."""

from collections.abc import Sequence

from mediaframe.reader.tokens import Match, Tokens

BE = frozenset("was were been be is are being".split())
MOST_ADVERBS = 5
_ADVERBS = frozenset("never not also still already ever long once since".split())
_BEFORE_NOUN = frozenset(
    """a an the his her its their my our your this that these those any no some every each another
    such of for in on with under by to from""".split()
)
_AFTER_NOUN = frozenset(". , of about over against from were was by and".split())
_SUBJECTS = frozenset("he she they it we who i".split())
_PLURALS = frozenset(
    "police people men women would will can may could should to not they we i you".split()
)
_PLAIN_FORMS = frozenset(
    "report claim demand estimate forecast fear hope doubt comment request question charge order promise pledge vow reply plea".split()
)
_NOUN_OR_VERB = frozenset(
    """report reports lists claim claims demand demands order orders request requests question questions
    charge charges comment comments estimate estimates forecast forecasts fear fears hope hopes
    doubt doubts promise promises pledge pledges vow vows reply response respond announcement
    denial denials accusation accusations allegation allegations warning warnings feel fault
    compare welcome signal highlight proposal praise plea pleas rejection dispute disputes regard""".split()
)
_CLAIMS = frozenset(
    """claim claims allegation allegations accusation accusations report reports suggestion
    suggestions assertion assertions fears concerns criticism charge charges idea notion rumour
    rumours rumor rumors speculation version account figure figures as that any""".split()
)
_REFUSED = frozenset(
    """motion request bail visa visas entry access permission application appeal petition asylum
    boarding leave medical funding treatment justice""".split()
)
WITH_LISTENER = frozenset(
    "told tell tells telling informed assured reminded advised asked asks".split()
)
_NOT_SAYING = frozenset(
    """say comment reply respond specify elaborate explain name give disclose reveal confirm
    mention""".split()
)
_SEEMING = frozenset("seemed appeared appears seems on moved rushed quick first used".split())


def is_passive(words: Sequence[str], first: int) -> bool:
    """Whether a form follows a form of `be`, adverbs aside: `was wrongly told`."""
    position = first - 1
    while position > max(0, first - MOST_ADVERBS) and (
        words[position] in _ADVERBS or words[position].endswith("ly")
    ):
        position -= 1
    return position >= 0 and words[position] in BE


def is_noun(tokens: Tokens, match: Match) -> bool:
    """Whether a form that may be noun or verb stands as a noun."""
    first, words = match.first, tokens.words
    is_phrase = match.last - first > 1 and words[first + 1] != "that"
    if is_phrase or words[first] not in _NOUN_OR_VERB:
        return False
    if first == 0 or words[first - 1] in _BEFORE_NOUN:
        return True
    if tokens.forms[first - 1].endswith(("'s", "’s", "s'", "s’")) or words[first - 1] in "'’":
        return True  # the minister's claim, the workers' claims
    is_singular = not words[first - 1].endswith("s") and words[first - 1] not in _PLURALS
    if words[first] in _PLAIN_FORMS and is_singular and words[max(0, first - 2)] in _BEFORE_NOUN:
        return True  # its daily report that; a verb of this form has a plural subject
    following = words[match.last] if match.last < len(words) else "."
    return following in _AFTER_NOUN and words[first - 1] not in _SUBJECTS


def is_denial(tokens: Tokens, match: Match) -> bool:
    """Whether a claim is denied or rejected, and not a visa, a motion or a worker; codebook rule 2."""
    words = tokens.words
    following = words[match.last : match.last + 7]
    if following[:1] in (("him",), ("her",), ("them",), ("us",), ("me",)):
        return False  # the post denied them a winner
    if match.cue_class == "rejecting":
        after_which = match.first > 0 and words[match.first - 1] == "which"
        return after_which or not _CLAIMS.isdisjoint(following)
    if words[match.first] == "disputed":
        return True
    if is_passive(words, match.first) and following[:1] != ("by",):
        return False
    return _REFUSED.isdisjoint(following[:5])


def says_nothing(words: Sequence[str], first: int) -> bool:
    """Whether nothing is said: `did not say`, `declined to comment`, `impossible to confirm`."""
    if words[first] not in _NOT_SAYING:
        return False
    if first > 0 and (words[first - 1] in ("not", "n't") or words[first - 1].endswith("n't")):
        return True
    return first > 1 and words[first - 1] == "to" and words[first - 2] not in _SEEMING

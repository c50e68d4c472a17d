"""Whether a cue conveys anything where it stands: no modifier, no name, no bare topic, no tag whose words are elsewhere."""

from collections.abc import Sequence

from mediaframe.reader.grammar import (
    AUXILIARIES,
    DAYS,
    PREPOSITIONS,
    QUOTES,
    belongs_to_noun,
    is_adverb,
    is_possessive,
    is_verb,
)
from mediaframe.reader.mentions import Roles
from mediaframe.reader.terms import needs, word_list
from mediaframe.reader.tokens import Match, Span, Tokens
from mediaframe.reader.verbs import MODIFIED, is_denial, says_nothing

_NOTHING = frozenset(["nothing", "little", "goodbye"])
_NUMBERS = frozenset("one two three four five six seven eight nine ten".split())
_WON = frozenset("lives life title victory win medal prize gold silver victim victims".split())
_ASKING = frozenset(
    """what who why how when where which whom whose did does do is are was were has have had will
    would can could should may might""".split()
)
_AFTER_PARTICIPLE = frozenset(
    """. , ; : by in on to for at among under during from with and or" “ which """.split()
)
_CLAUSE_WORDS = frozenset(["that", "whether", "how", "if"])
_OBJECTS = frozenset(
    "he she they it we i you there him her them itself himself herself themselves us".split()
)
_CLAUSAL = frozenset("""that how why what whether when where if who , : " “ ‘ '""".split())
_WANTED = frozenset(["in", "by", "for", "on"])  # a man wanted in connection with a theft
_WHERE = frozenset("in on at during after before by using via from".split())
_CONTENT = ((), ("that",), ("at",), ("in",), ("on",), (".",), (",",))
_PAUSES = frozenset([",", ":"])
_TELLING = frozenset("told tell tells telling informed".split())
_OF_TOPIC = frozenset(["of", "about"])
_AS = frozenset(["as", "to", "too"])
TAGGING = frozenset(["saying", "asking", "announcing", "warning", "insisting"])
_TAIL = 10  # words at most after a tag without content: `Hale said at his press conference.`
_ANYBODY = frozenset(
    "he she they it we who i one some many most several two both few none each all".split()
)
_OFTEN_REDUCED = frozenset(["estimated", "believed"])  # a crowd estimated at, with content
_BEFORE_MODIFIER = MODIFIED | PREPOSITIONS
_CONTESTING = frozenset(["claiming", "denying", "rejecting"])
_WITH_OBJECT = frozenset("wanted said add adds added".split())
_TAG = 4  # words at most before a verb with a subject alone
_NEAR = 9  # words within which a clause begins
_PRAISING, _IMPERATIVE = word_list("praising"), word_list("imperative_cues")
_PARTICIPLES, _NEVER_PASSIVE = word_list("cue_participles"), word_list("never_passive")


def conveys_nothing(tokens: Tokens, match: Match, *, passive: bool) -> bool:
    """Whether a verb conveys nothing: `said nothing`, `was declared`, `did not say`, `was denied a visa`."""
    words, (cue_class, first, last) = tokens.words, match
    word = words[first]
    return (
        (last < len(words) and words[last] in _NOTHING and not _goes_on(tokens, last + 1))
        or (word in _WITH_OBJECT and _is_object(words, match))
        or (cue_class in _CONTESTING and _contests_nothing(tokens, match, passive=passive))
        or (passive and _is_empty_passive(words, match))
        or says_nothing(words, first)
        or (word in _TELLING and _is_topic(tokens, last))
        or _is_modifier(tokens, match)
        or (first > 0 and tokens.forms[first][0].isupper() and _is_part_of_name(tokens, match))
        or (first == 0 and word in _IMPERATIVE)
        or (word in needs() and _lacks_what_it_needs(tokens, match, passive=passive))
    )


def _contests_nothing(tokens: Tokens, match: Match, *, passive: bool) -> bool:
    """Whether what is claimed or denied is no claim: `claimed 30 lives`, `a disputed border`, `was denied a visa`."""
    words = tokens.words
    following = words[match.last : match.last + 5]
    if match.cue_class == "claiming":
        return _is_won(tokens, match.last, following)
    is_disputed = words[match.first] == "disputed" and following[:1] != ("by",)
    if is_disputed and (passive or words[match.first - 1] in MODIFIED):
        return True
    return not is_denial(tokens, match)


def _lacks_what_it_needs(tokens: Tokens, match: Match, *, passive: bool) -> bool:
    """Whether a verb comes without what the lexicon says it needs, as a topic without a clause (rule 23)."""
    words, word = tokens.words, tokens.words[match.first]
    match needs().get(word):
        case "as":
            return (passive and word != "referred") or not _has_as(words, match)
        case "to":
            return passive or "to" not in words[match.last : match.last + _NEAR]
        case "clause":
            return not passive and not _has_clause(tokens, match)
        case _:
            return False


def _is_won(tokens: Tokens, start: int, following: Sequence[str]) -> bool:
    """Whether something is won or taken: `claimed a medal`, not `claims his aunt buried the gold`."""
    end = next((n for n, word in enumerate(following) if word in _WON), None)
    return end is not None and not any(is_verb(tokens, n) for n in range(start, start + end))


def _is_object(words: Sequence[str], match: Match) -> bool:
    """Whether what follows is no content: `wanted in connection with`, `added 14 names`, `adds a fee`, `said he could not comment`."""
    following = words[match.last : match.last + 5]
    if not following:
        return False
    word, first = words[match.first], following[0]
    if word == "wanted":
        return first in _WANTED
    if word == "said":
        return "not" in following and "comment" in following
    is_inverted = words[match.first - 1] == "," or words[match.first - 1] in QUOTES
    return first in _NUMBERS or first[0].isdigit() or (first in ("a", "an") and not is_inverted)


def _is_topic(tokens: Tokens, start: int) -> bool:
    """Whether a listener and a bare topic follow (rule 23): `told reporters of the plan`, not `told members of a club that`."""
    words = tokens.words
    following = words[start : start + _NEAR]
    if _OF_TOPIC.isdisjoint(following[:4]) or not (_CLAUSAL - _PAUSES).isdisjoint(following):
        return False
    return not any(word[0].isdigit() or word == "to" for word in following) and not any(
        is_verb(tokens, n) for n in range(start, start + len(following))
    )


def _goes_on(tokens: Tokens, first: int) -> bool:
    """Whether a verb stands there, as in `said nothing had been proven`."""
    return first < len(tokens.words) and is_verb(tokens, first)


def _is_empty_passive(words: Sequence[str], match: Match) -> bool:
    """Whether a passive tells of no content: `was announced`, `was considered`, `was praised by critics`."""
    following, word = words[match.last : match.last + _NEAR], words[match.first]
    if word in _NEVER_PASSIVE or (word == "estimated" and following[:1] == ("at",)):
        return True
    if match.cue_class == "announcing":
        return "be" in words[max(0, match.first - 2) : match.first]  # will be announced
    if match.cue_class == "showing":
        return following[:1] not in (("that",), ("by",))
    if word == "ruled":
        return "that" not in following
    if word == "considered" or (
        match.cue_class == "judging" and (word in _PRAISING or word.startswith("iden"))
    ):
        return _AS.isdisjoint(following) and QUOTES.isdisjoint(following[:3])
    return False


def _is_modifier(tokens: Tokens, match: Match) -> bool:
    """Whether a participle belongs to the noun behind it: `an estimated two million`, `with said license`."""
    first, word = match.first, tokens.words[match.first]
    if first == 0 or match.last - first > 1 or not word.endswith(("ed", "id", "en")):
        return False
    before = first - 1
    while before > 0 and is_adverb(tokens.words[before]):
        before -= 1  # a widely cited study
    return tokens.words[before] in _BEFORE_MODIFIER or (
        is_possessive(tokens, before) and tokens.words[match.last : match.last + 1] not in _CONTENT
    )


def _is_part_of_name(tokens: Tokens, match: Match) -> bool:
    """Whether a cue with a capital stands amid lower case: `Qaboos bin Said`, `Bob Hope`."""
    first, forms = match.first, tokens.forms
    if not forms[first - 1][0].isalpha():
        return False
    around = forms[max(0, first - _TAIL) : first] + forms[match.last : match.last + _TAIL]
    return any(len(form) > 4 and form.islower() for form in around)  # noqa: PLR2004 - no small word


def _has_as(words: Sequence[str], match: Match) -> bool:
    """Whether `as` follows within the clause: `sees the deal as a step`."""
    following = words[match.last : match.last + _NEAR]
    end = next((n for n, word in enumerate(following) if word in (",", ".", ";", "and")), _NEAR)
    return "as" in following[1:end]


def _has_clause(tokens: Tokens, match: Match) -> bool:
    """Whether more than a topic follows a verb that takes both (rule 23): `mentioned that`, not `mentioned details`."""
    words = tokens.words
    following = words[match.last] if match.last < len(words) else "."
    if following == ".":
        return match.first > _TAG  # …, he maintained.
    if following in _CLAUSAL or following in _OBJECTS:
        return True
    for position in range(match.last, min(match.last + _NEAR, len(words))):
        is_finite = is_verb(tokens, position) and not belongs_to_noun(words, position)
        if is_finite or words[position] in ("that", "as"):
            return True
        if words[position] in (",", "and", "which", "who"):
            return False
    return False


def is_question(tokens: Tokens) -> bool:
    """Whether a sentence is a question without quoted words, which the author asks (rule 12)."""
    words = tokens.words
    return words[-1:] == ("?",) and words[0] in _ASKING and QUOTES.isdisjoint(words)


def is_reduced(roles: Roles, match: Match, source: Span) -> bool:
    """Whether a participle tells what became of the noun before it: `measures proposed for England`, `a play called “Rain”`.

    Only of a noun that is no person or body as far as the lexicon knows: `the mayor called …`.
    """
    tokens, words = roles.tokens, roles.tokens.words
    word, last = words[match.first], source[1]
    while last < match.first and is_adverb(words[last]):
        last += 1
    is_participle = word.endswith("ed") or word in _PARTICIPLES
    is_blame = match.cue_class == "accusing" or word in _OFTEN_REDUCED
    if is_blame or not is_participle or last != match.first or _is_someone(roles, source):
        return False
    following = words[match.last] if match.last < len(words) else "."
    is_tag = source[0] > 0 and (words[source[0] - 1] == "," or words[source[0] - 1] in QUOTES)
    if is_tag or not _CLAUSE_WORDS.isdisjoint(words[match.last : match.last + _NEAR]):
        return False  # …, the brothers noted; the club announced on Monday that
    return following in _AFTER_PARTICIPLE or (
        match.cue_class == "judging"
        and (following in QUOTES or tokens.forms[match.last][0].isupper())
    )


def _is_someone(roles: Roles, source: Span) -> bool:
    """Whether the head of a source is a name, pronoun or word of the lexicon."""
    words = roles.tokens.words
    head = source[1] - 1
    for position in range(*source):
        if position > source[0] and (words[position] in PREPOSITIONS or words[position] == ","):
            head = position - 1
            break
    return bool(roles.at[head]) or roles.is_name(head) or words[head] in _ANYBODY


def is_bare_tag(tokens: Tokens, match: Match, source: Span) -> bool:
    """Whether nothing but source and cue stands in a sentence, its quotation being in another, as in `Hale said.`."""
    words = tokens.words
    following = words[match.last : match.last + _TAIL + 1]
    is_long = source[0] > 1 or len(following) > _TAIL
    if match.cue_class not in TAGGING or is_long or not QUOTES.isdisjoint(words):
        return False
    opens = following[:1] == () or not following[0][0].isalnum() or following[0] in _WHERE
    if not (opens or following[0] in DAYS):
        return False
    return not any(
        word == "to" or word in AUXILIARIES or word in _CLAUSAL - _PAUSES for word in following
    ) and not any(is_verb(tokens, n) for n in range(match.last, len(words)))

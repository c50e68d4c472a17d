"""Whether a cue conveys anything where it stands: verb or noun, a claim denied or a visa, something said or not."""

from collections.abc import Sequence

from mediaframe.reader.clauses import (
    AUXILIARIES,
    DAYS,
    PREPOSITIONS,
    QUOTES,
    Span,
    belongs_to_noun,
    is_adverb,
    is_possessive,
    is_verb,
)
from mediaframe.reader.matching import word_list, words_needing
from mediaframe.reader.mentions import Roles
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
_ANYBODY = _SUBJECTS | frozenset("one some many most several two both few none each all".split())
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
    compare welcome signal highlight proposal praise plea pleas rejection dispute disputes regard
    report reports joke jokes beg caution recommend rates views remark remarks brand counter counters fears states wish wishes""".split()
)
_NOUNS = frozenset(
    """announcement denial denials accusation accusations allegation allegations warning warnings
    proposal plea pleas rejection speculation criticism concern concerns suspicion suspicions""".split()
)
_CLAIMS = frozenset(
    """claim claims allegation allegations accusation accusations report reports suggestion
    suggestions assertion assertions explanation argument arguments fears concerns criticism charge charges idea notion rumour
    rumours rumor rumors speculation version account figure figures as that any""".split()
)
_BARE = ((), (".",), (",",), ("and",), ("but",), (":",))
_REFUSED = frozenset(
    """motion request bail visa visas entry access permission application appeal petition asylum
    boarding leave medical funding treatment justice""".split()
)
_PRAISING = word_list("praising")
WITH_LISTENER = frozenset(
    "told tell tells telling informed assured reminded advised asked asks".split()
)
_NOT_SAYING = frozenset(
    """say comment reply respond specify elaborate explain name give disclose reveal confirm
    mention speculate dispute concede identify""".split()
)
_SEEMING = frozenset("seemed appeared appears seems on moved rushed quick first used".split())


_NOTHING = frozenset(["nothing", "little", "goodbye"])
_NUMBERS = frozenset("one two three four five six seven eight nine ten".split())
_WON = frozenset("lives life title victory win medal prize gold silver victim victims".split())
_MODIFIED = frozenset(
    "a an the his her its their our my your this these those some any no each every such other".split()
)
_IMPERATIVE = frozenset("think consider imagine recall view ask tell call compare".split())
_ASKING = frozenset(
    """what who why how when where which whom whose did does do is are was were has have had will
    would can could should may might""".split()
)
_PARTICIPLES = frozenset("written shown seen given found called".split())
_OFTEN_REDUCED = frozenset(["estimated", "believed"])  # a crowd estimated at, with content
_AFTER_PARTICIPLE = frozenset(
    """. , ; : by in on to for at among under during from with and or" “ which """.split()
)
_CLAUSE_WORDS = frozenset(["that", "whether", "how", "if"])
_OBJECTS = frozenset(
    "he she they it we i you there him her them itself himself herself themselves us".split()
)
_CLAUSAL = frozenset("""that how why what whether when where if who , : " “ ‘ '""".split())
_NEVER_PASSIVE = frozenset(
    "forecast mentioned cited calculated projected declared determined disclosed compared".split()
)
_WITH_OBJECT = frozenset("wanted said add adds added".split())
_WANTED = frozenset(["in", "by", "for", "on"])  # a man wanted in connection with a theft
_WHERE = frozenset("in on at during after before by using via from".split())
_CONTENT = ((), ("that",), ("at",), ("in",), ("on",), (".",), (",",))
_PAUSES = frozenset([",", ":"])
_AS = frozenset(["as", "to", "too"])
_TAGGING = frozenset(["saying", "asking", "announcing", "warning", "insisting"])
_TAIL = 10  # words at most after a tag without content: `Hale said at his press conference.`
_GAP = 7  # words at most between a noun and its `that`
_WITH_INFINITIVE = frozenset(["plea", "pleas"])
_NEAR = 9  # words within which a clause begins


def is_passive(words: Sequence[str], first: int) -> bool:
    """Whether a form follows a form of `be`, adverbs aside: `was wrongly told`."""
    position = first - 1
    while position > max(0, first - MOST_ADVERBS) and (is_adverb(words[position])):
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
    if words[first] in _PLAIN_FORMS and is_singular and words[max(0, first - 2)] in _MODIFIED:
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


def conveys_nothing(tokens: Tokens, match: Match, *, passive: bool) -> bool:
    """Whether a verb conveys nothing: `said nothing`, `was declared`, `did not say`, `was denied a visa`."""
    words, first = tokens.words, match.first
    following, word = words[match.last : match.last + 5], words[first]
    return (
        (following != () and following[0] in _NOTHING and not _goes_on(tokens, match.last + 1))
        or (
            word == "disputed"
            and following[:1] != ("by",)
            and (passive or words[first - 1] in _MODIFIED)
        )
        or (word in _WITH_OBJECT and following != () and _is_object(word, following))
        or (match.cue_class == "claiming" and not _WON.isdisjoint(following))
        or (passive and _is_empty_passive(words, match))
        or says_nothing(words, first)
        or (match.cue_class in ("denying", "rejecting") and not is_denial(tokens, match))
        or _is_modifier(tokens, match)
        or _is_part_of_name(tokens, match)
        or (first == 0 and word in _IMPERATIVE)
        or _lacks_what_it_needs(tokens, match, passive=passive)
    )


def _lacks_what_it_needs(tokens: Tokens, match: Match, *, passive: bool) -> bool:
    """Whether a verb comes without what the lexicon says it needs, as a topic without a clause (rule 23)."""
    words, word = tokens.words, tokens.words[match.first]
    if word in words_needing("as"):
        return (passive and word != "referred") or not _has_as(words, match)
    if word in words_needing("to"):
        return passive or "to" not in words[match.last : match.last + _NEAR]
    return word in words_needing("clause") and not passive and not _has_clause(tokens, match)


def _is_object(word: str, following: Sequence[str]) -> bool:
    """Whether what follows is no content: `wanted in connection with`, `added 14 names`, `said he could not comment`."""
    first = following[0]
    if word == "wanted":
        return first in _WANTED
    if word == "said":
        return "not" in following and "comment" in following
    return first in _NUMBERS or first[0].isdigit()


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
    return (
        tokens.words[before] in _MODIFIED
        or tokens.words[before] in PREPOSITIONS
        or (
            is_possessive(tokens, before)
            and tokens.words[match.last : match.last + 1] not in _CONTENT
        )
    )


def _is_part_of_name(tokens: Tokens, match: Match) -> bool:
    """Whether a cue is written with a capital amid lower case: `Qaboos bin Said`, `Bob Hope`."""
    first, forms = match.first, tokens.forms
    if first == 0 or not forms[first][0].isupper() or not forms[first - 1][0].isalpha():
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
        return match.first > _NEAR  # …, he maintained.
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
    if match.cue_class not in _TAGGING or is_long or not QUOTES.isdisjoint(words):
        return False
    opens = following[:1] == () or not following[0][0].isalnum() or following[0] in _WHERE
    if not (opens or following[0] in DAYS):
        return False
    return not any(
        word == "to" or word in AUXILIARIES or word in _CLAUSAL - _PAUSES for word in following
    ) and not any(is_verb(tokens, n) for n in range(match.last, len(words)))


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

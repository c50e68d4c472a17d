"""What kind of content a source conveys: by its cue, and by subject and verb of the content's own clause.

Codebook, label O and rules 1, 12, 13 and 21 to 23: what the source itself will, plans, wants or feels is a promise or a stance;
what it asks of others a demand; what it tells of anything else, be it somebody else's promise, an assertion or a forecast.
"""

from collections.abc import Sequence

from mediaframe.reader.clauses import (
    BE,
    DO,
    FIRST_PERSON,
    HAVE,
    find_predicate,
    skip_adverbs,
)
from mediaframe.reader.matching import word_list
from mediaframe.reader.subjects import QUOTES, Span
from mediaframe.reader.tokens import STEM, Match, Tokens
from mediaframe.reader.verbs import WITH_LISTENER

ASSERTION, FORECAST, ACT, PROMISE = "assertion", "forecast", "act", "promise"
DEMAND, QUESTION, STANCE, TOPIC = "demand", "question", "stance", "topic"
CONTENTS = (ASSERTION, FORECAST, ACT, PROMISE, DEMAND, QUESTION, STANCE, TOPIC)

HEAD = 9  # words behind a cue that tell what it takes: a clause, a listener, `to`
LONGEST_CONTENT = 100  # words looked at, so that the time stays linear
SHORTEST = 3  # words of content before a cue; `On Monday, the mayor said` has none

_BY_CUE = {"asking": QUESTION, "promising": PROMISE, "ordering": DEMAND, "wishing": STANCE}
_WITHOUT_ASSERTION = frozenset([ACT, PROMISE, DEMAND])  # unless a reason is given
_ASSERTING = frozenset("denying accusing conceding rejecting blaming showing judging".split())
_DEEPEST = 2  # beliefs within beliefs
_FILLERS = frozenset(
    """that , : " “ ‘ ' on monday tuesday wednesday thursday friday saturday sunday yesterday today""".split()
)
_OPENING_QUOTES = frozenset('" “ „ « ‘ \''.split())
_TOPICAL = ("cond", "crit", "prai", "welc", "deno", "hail", "depl", "reco")  # condemn, criticise, …
_CHARACTERISING = frozenset(["as", "for", "calling", "saying", '"', "“", "‘"])
_TAILS = frozenset(
    """. , on in at during after before yesterday today monday tuesday wednesday thursday friday saturday sunday to adding when
    last this following late early earlier by from ! ? ; — –""".split()
)
_CIRCUMSTANCES = frozenset(
    """on in at to during after before over via through from for of earlier later yesterday today last this monday tuesday wednesday
    thursday friday saturday sunday""".split()
)
_LISTENERS = frozenset("him her them us me you reporters".split())
_NEW_PHRASE = frozenset(
    """that the a an he she they it we i you there his her its their our my this these those no " “ ‘ , : whether if how why what
    when""".split()
)
_DETERMINERS = frozenset("a an the his her its their our this those these".split())
_POSSESSIVES = frozenset("our his her its their my".split())
_ABLE = frozenset("can can't cannot".split())
_NEEDING = frozenset("need needs needed".split())
_OTHERS = {
    "he": "she it they".split(), "she": "he it they".split(), "they": "he she it i".split(),
    "it": "he she they i we".split(),
}  # fmt: skip

_FUTURE, _POSSIBLE, _DUTY = word_list("future"), word_list("possible"), word_list("duty")
_WILLING, _WANTING = word_list("willing"), word_list("wanting")
_BELIEVING, _EFFECTS, _DECIDED = word_list("believing_own"), word_list("effects"), word_list("decided")
_URGING = word_list("urging")
_SYMPATHY = word_list("sympathy")
_BODIES, _IMPERATIVES = word_list("bodies"), word_list("imperatives")


def find_content(tokens: Tokens, match: Match, source: Span | None) -> tuple[str, Span]:
    """Return what kind of content a cue has, and where it stands: after the cue, or before cue and source."""
    words = tokens.words
    last, end = match.last, len(words)
    if source is not None and source[0] >= last and words[source[1] : source[1] + 1] == ("that",):
        start = source[1]  # were told by the mayor that
    elif source is not None and source[0] >= last:
        start, end = 0, match.first
    elif source is not None and _is_after_content(words, match, source[0]):
        start, end = 0, source[0] - 1
    else:
        start = _behind_circumstances(words, match)
    latest = start + HEAD
    while start < min(end, latest) and words[start] in _FILLERS and (start > 0 or words[0] != "that"):
        start += 1
    if start >= end:
        return TOPIC, (last, max(last, end))
    return _kind_of_content(words, match, source, (start, end)), (start, end)


def quotation_content(words: Sequence[str], span: Span, *, is_whole: bool = True) -> str:
    """Return what kind of content quoted words without a cue are; a few of them within a sentence assert."""
    start, end = span
    if "?" in words[start : min(end, start + LONGEST_CONTENT)]:
        return QUESTION
    if not is_whole:
        return ASSERTION
    return _kind_of_clause(words, span, (), is_quoted=True)


def _is_after_content(words: Sequence[str], match: Match, source: int) -> bool:
    """Whether cue and source follow what they tell: `…”, she told them`, `…, he said, because`, `…, he said on Monday.`."""
    if source < 2:  # noqa: PLR2004 - a word and a mark
        return False
    if words[source - 1] in QUOTES:
        return QUOTES.isdisjoint(words[match.last : match.last + LONGEST_CONTENT])
    following = words[match.last : match.last + 1]
    return words[source - 1] == "," and source > SHORTEST and not _TAILS.isdisjoint(following)


def _behind_circumstances(words: Sequence[str], match: Match) -> int:
    """Return where content begins: behind a listener, a time or a place, as in `told reporters in Kyiv on Monday that`."""
    last = match.last
    following = words[last : last + 2 * HEAD]
    takes_listener = words[match.first] in WITH_LISTENER
    if not following or not (takes_listener or following[0] in _CIRCUMSTANCES):
        return last
    for index, word in enumerate(following):
        if word == "that" or (word in _OPENING_QUOTES and following[index - 1] in (",", ":")):
            return last + index
        if word in ".;?!" or word in BE or word in _FUTURE:
            break
    if not takes_listener:
        return last
    for index, word in enumerate(following[1:HEAD], start=1):
        if word in _NEW_PHRASE or following[0] in _LISTENERS:
            return last + index
    return last


def _kind_of_content(words: Sequence[str], match: Match, source: Span | None, span: Span) -> str:
    kind, (start, end) = match.cue_class, span
    if "?" in words[max(start, end - 3) : end + 1]:
        return QUESTION
    found = _kind_by_cue(words, match, span)
    if found is None:
        is_quoted = words[start - 1] in _OPENING_QUOTES if start else words[end : end + 1] != ()
        is_quoted = is_quoted and not QUOTES.isdisjoint(words[max(0, start - 1) : end + 1])
        by = words[slice(*source)] if source is not None else ()
        found = _kind_of_clause(words, span, by, is_quoted=is_quoted)
        if kind == "announcing" and found == FORECAST:
            found = PROMISE  # announced that classes would be cancelled
    if found in _WITHOUT_ASSERTION and _has_reason(words, span):
        return ASSERTION  # rules 1 and 21
    return found


def _has_reason(words: Sequence[str], span: Span) -> bool:
    """Whether `because` and a clause follow."""
    start, end = span[0], min(span[1], span[0] + LONGEST_CONTENT)
    if "because" not in words[start:end]:
        return False
    because = words.index("because", start)
    return words[because + 1 : because + 2] != ("of",)


def _kind_by_cue(words: Sequence[str], match: Match, span: Span) -> str | None:
    """Return the kind that a cue and the words right behind it show: `told them to leave`, `asked whether`, `announced a`."""
    cue, kind, (start, end) = words[match.first], match.cue_class, span
    following = words[match.last : match.last + 2 * HEAD]
    if cue in WITH_LISTENER and _takes_infinitive(following):
        return DEMAND
    if kind in _BY_CUE:
        return DEMAND if kind == "asking" and following[:1] == ("for",) else _BY_CUE[kind]
    if kind == "judging" and cue.startswith(_TOPICAL):
        return TOPIC if _CHARACTERISING.isdisjoint(following) else ASSERTION
    if kind in _ASSERTING:
        return ASSERTION
    if start < match.last:
        return None
    first = next((word for word in following if word not in _FILLERS), "")
    if kind == "announcing" and following[:1] != ("that",):
        is_object = first in _DETERMINERS and following[:1] == (first,)
        if cue.startswith(("announc", "proclaim")) and (
            is_object
            or (_CIRCUMSTANCES.isdisjoint(following[:1]) and find_predicate(words, start, end) is None)
        ):
            return ACT
    if kind not in ("saying", "announcing", "believing"):
        return None
    if first == "whether":
        return QUESTION
    return STANCE if first == "to" else None


def _takes_infinitive(following: Sequence[str]) -> bool:
    """Whether a listener and `to` with a verb follow: `told residents to leave`, not `told the press he went to parliament`."""
    if "to" not in following[1:6]:
        return False
    index = following.index("to", 1)
    return (
        _NEW_PHRASE.isdisjoint(following[1:index])
        and following[index + 1 : index + 2] != ("the",)
        and BE.isdisjoint(following[:index])
    )


def _kind_of_clause(
    words: Sequence[str], span: Span, source: Sequence[str], *, is_quoted: bool, depth: int = 0
) -> str:
    """Return the kind of a clause by its subject and verb; `source` are the words of whose clause it is."""
    start, end = span
    first = next((n for n in range(start, min(end, start + HEAD)) if words[n][0].isalnum()), start)
    if is_quoted and words[first : first + 1] and words[first] in _IMPERATIVES:
        return DEMAND
    predicate = find_predicate(words, start, end)
    if predicate is None:
        return STANCE if words[first] in _WANTING and is_quoted else ASSERTION
    subject, verb = predicate
    if is_quoted and not _SYMPATHY.isdisjoint(words[slice(*subject)]):
        return STANCE
    is_own = _is_own(words, subject, source, is_quoted=is_quoted)
    following = skip_adverbs(words, verb + 1, end)
    word, tail = words[verb], words[verb].partition("'")[2] if verb == subject[0] else ""
    after = words[following] if following < end else ""
    if word in DO:
        word, following = after, following + 1
        after = words[following] if following < end else ""
    is_future = word in _FUTURE or tail in ("ll", "d") or (after == "going" and words[following + 1 : following + 2] == ("to",))
    if is_future:
        return _kind_of_future(words, verb, following, subject, is_own=is_own)
    if word in _DUTY:
        return ASSERTION if words[verb + 1 : verb + 2] == ("have",) else DEMAND
    if word in _POSSIBLE:
        if word in _ABLE:
            return ASSERTION
        return PROMISE if is_own and word in ("may", "might") else FORECAST
    if (word in _NEEDING and (after == "to" or is_own)) or (word in ("has", "have") and after == "to"):
        return DEMAND
    told = after if word in BE or word in HAVE or tail else word
    if told in _URGING and (words[following + 1 : following + 2] == ("to",) if word in BE else is_own and told == word):
        return DEMAND
    if not is_own:
        return ASSERTION
    if told in _WILLING:
        return PROMISE
    if told in _WANTING:
        return STANCE
    if told in _BELIEVING and depth < _DEEPEST:
        believed = (following + (told == after), end)
        found = _kind_of_clause(words, believed, source, is_quoted=is_quoted, depth=depth + 1)
        return FORECAST if found == ASSERTION and told.startswith("expect") else found
    return ASSERTION


def _kind_of_future(
    words: Sequence[str], verb: int, following: int, subject: Span, *, is_own: bool
) -> str:
    """Return what `will` and `would` make of a clause."""
    after = words[following] if following < len(words) else ""
    if words[verb] in ("would", "wouldn't") and words[verb + 1 : verb + 2] == ("have",):
        return ASSERTION
    if after in _WANTING:
        return STANCE if is_own else ASSERTION
    if is_own and words[subject[0]] == "it" and words[verb + 1 : verb + 2] and (
        words[verb + 1] in _EFFECTS or after in _EFFECTS
    ):
        return FORECAST
    if is_own or (after in _DECIDED and words[following - 1] == "be"):
        return PROMISE
    return FORECAST


def _is_own(words: Sequence[str], subject: Span, source: Sequence[str], *, is_quoted: bool) -> bool:
    """Whether a subject is the source itself, or the body it speaks for."""
    first = words[subject[0]]
    if first in FIRST_PERSON:
        return True
    pronoun = first.partition("'")[0]
    if pronoun in _OTHERS:
        return not is_quoted and source[-1:] not in [(other,) for other in _OTHERS[pronoun]]
    nouns = words[slice(*subject)]
    if first in _POSSESSIVES:
        return not _BODIES.isdisjoint(nouns)
    if first == "the" and len(nouns) == 2 and nouns[1] in _BODIES:  # noqa: PLR2004 - the ministry
        return True
    stems = {word[:STEM] for word in nouns if len(word) >= STEM - 1}
    return any(word[:STEM] in stems for word in source)

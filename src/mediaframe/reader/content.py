"""Content: what a source conveys, where it stands, and what kind it is.

The kind is shown by the cue (`asked whether`, `urged them to`, `announced a ban`), or else by the content's own clause (`kinds`).
"""

from collections.abc import Sequence

from mediaframe.reader.grammar import AUXILIARIES, QUOTES
from mediaframe.reader.kinds import (
    ACT,
    ASSERTION,
    DEMAND,
    FORECAST,
    PROMISE,
    QUESTION,
    STANCE,
    TOPIC,
    kind_of_clause,
)
from mediaframe.reader.predicates import find_predicate
from mediaframe.reader.terms import word_list
from mediaframe.reader.tokens import Match, Span, Tokens
from mediaframe.reader.verbs import WITH_LISTENER

HEAD = 9  # words behind a cue that tell what it takes: a clause, a listener, `to`
LONGEST_CONTENT = 100  # words looked at, so that the time stays linear
SHORTEST = 3  # words of content before a cue; `On Monday, the mayor said` has none

_BY_CUE = {
    "asking": QUESTION,
    "promising": PROMISE,
    "ordering": DEMAND,
    "wishing": STANCE,
} | dict.fromkeys("denying accusing conceding rejecting blaming showing judging".split(), ASSERTION)
_BY_FIRST_WORD = {"whether": QUESTION, "to": STANCE}
_WITHOUT_ASSERTION = frozenset([ACT, PROMISE, DEMAND])  # unless a reason is given
_OF_CLAUSE = frozenset("saying announcing believing warning".split())
_PRAISING, _PROCLAIMING = word_list("praising"), word_list("proclaiming")
_WANTING, _CONSIDERING = word_list("wanting"), word_list("considering")
_OBJECTS = frozenset("of about in over at by".split())
_FILLERS = frozenset(
    """that , : " “ ‘ ' on monday tuesday wednesday thursday friday saturday sunday yesterday today""".split()
)
_OPENING_QUOTES = frozenset("\" “ „ « ‘ '".split())
_QUOTING = QUOTES | _OPENING_QUOTES
_CHARACTERISING = frozenset(["as", "for", "calling", "saying", '"', "“", "‘"])
_CIRCUMSTANCES = frozenset(
    """on in at to during after before over via through from for of earlier later yesterday today last this monday tuesday
    wednesday thursday friday saturday sunday""".split()
)
_TAILS = _CIRCUMSTANCES | frozenset(". , adding when following late early by ! ? ; — –".split())
_STOPS = frozenset(".;?!")
_BEFORE_CLOSING = frozenset(",.?!…—–")
_LISTENERS = frozenset("him her them us me reporters you".split())
_DETERMINERS = frozenset("a an the his her its their our my this these those".split())
_NEW_PHRASE = _DETERMINERS | frozenset(
    """that he she they it we i you there no " “ ‘ , : whether if how why what when""".split()
)


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
    start = _behind_fillers(words, start, end, opens=start < last)
    if start >= end:
        return TOPIC, (last, max(last, end))
    return _kind_of_content(words, match, source, (start, end)), (start, end)


def _behind_fillers(words: Sequence[str], start: int, end: int, *, opens: bool) -> int:
    """Return where content begins behind marks and times; `that` is one of them only behind its cue."""
    last = min(end, start + HEAD)
    while start < last and words[start] in _FILLERS and not (opens and words[start] == "that"):
        start += 1
    return start


def quotation_content(words: Sequence[str], span: Span, *, is_whole: bool = True) -> str:
    """Return what kind of content quoted words without a cue are; a few of them within a sentence assert."""
    start, end = span
    if "?" in words[start : min(end, start + LONGEST_CONTENT)]:
        return QUESTION
    if not is_whole:
        return ASSERTION
    return kind_of_clause(words, span, (), is_quoted=True)


def _is_after_content(words: Sequence[str], match: Match, source: int) -> bool:
    """Whether cue and source follow what they tell: `…”, she told them`, `…, he said, because`, `…, he said on Monday.`."""
    if source < 2:  # noqa: PLR2004 - a word and a mark
        return False
    if words[source - 1] in QUOTES:
        closes = words[source - 2] in _BEFORE_CLOSING or words[source - 2] in QUOTES
        return closes or QUOTES.isdisjoint(words[match.last : match.last + LONGEST_CONTENT])
    following = words[match.last : match.last + 2]
    if following[:1] == (",",) and not _OPENING_QUOTES.isdisjoint(following):
        return words[source - 2] in QUOTES  # `When he lost, he said, “We …`
    return words[source - 1] == "," and source > SHORTEST and not _TAILS.isdisjoint(following[:1])


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
        if word in _STOPS or word in AUXILIARIES:
            break
    if not takes_listener:
        return last
    for index, word in enumerate(following[1:HEAD], start=1):
        if word in _NEW_PHRASE or following[0] in _LISTENERS:
            return last + index
    return last


def _kind_of_content(words: Sequence[str], match: Match, source: Span | None, span: Span) -> str:
    start, end = span
    if "?" in words[max(start, end - 3) : end + 1]:
        return QUESTION
    found = _kind_by_cue(words, match, span)
    if found is None:
        marks = words[start - 1 : start] if start else words[end - 1 : end + 1]
        by = words[slice(*source)] if source is not None else ()
        found = kind_of_clause(words, span, by, is_quoted=not _QUOTING.isdisjoint(marks))
        if match.cue_class == "announcing" and found == FORECAST:
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
    """Return the kind that a cue shows by itself, or with the words right behind it: `told them to leave`, `criticised as`."""
    cue, kind = words[match.first], match.cue_class
    following = words[match.last : match.last + 2 * HEAD]
    takes_listener = cue in WITH_LISTENER or kind == "warning"
    if (takes_listener and _takes_infinitive(following)) or (
        kind == "asking" and following[:1] == ("for",)
    ):
        return DEMAND
    if kind == "believing" and _is_attitude(words, match):
        return STANCE
    if cue in _PRAISING:
        return TOPIC if _CHARACTERISING.isdisjoint(following) else ASSERTION
    if kind in _BY_CUE:
        return _BY_CUE[kind]
    is_behind = span[0] >= match.last
    return _kind_behind_cue(words, match, span) if is_behind and kind in _OF_CLAUSE else None


def _is_attitude(words: Sequence[str], match: Match) -> bool:
    """Whether a belief has no content that could be true: `confident of winning`, `optimistic about`, `consider closing`."""
    cue, ends = words[match.first], words[match.last - 1 : match.last + 1]
    if cue in _CONSIDERING:
        return ends[-1].endswith("ing")
    return cue in _WANTING and not _OBJECTS.isdisjoint(ends)


def _kind_behind_cue(words: Sequence[str], match: Match, span: Span) -> str | None:
    """Return the kind that the first words behind a cue show: `said whether`, `said to`, `announced a ban`."""
    following = words[match.last : match.last + 2 * HEAD]
    if words[match.first] in _PROCLAIMING and _announces_thing(words, following[:1], span):
        return ACT
    for word in following:
        if word not in _FILLERS:
            return _BY_FIRST_WORD.get(word)
    return None


def _announces_thing(words: Sequence[str], following: Sequence[str], span: Span) -> bool:
    """Whether a thing is announced and no clause: `announced its closure`, `announced on Monday that it would close`."""
    if not _DETERMINERS.isdisjoint(following):
        return True
    is_clause = following == ("that",) or not _CIRCUMSTANCES.isdisjoint(following)
    return not is_clause and find_predicate(words, *span) is None


def _takes_infinitive(following: Sequence[str]) -> bool:
    """Whether a listener and `to` with a verb follow: `told residents to leave`, not `told the press he went to parliament`."""
    if "to" not in following[1:6]:
        return False
    index = following.index("to", 1)
    return (
        _NEW_PHRASE.isdisjoint(following[1:index])
        and following[index + 1 : index + 2] != ("the",)
        and AUXILIARIES.isdisjoint(following[:index])
    )

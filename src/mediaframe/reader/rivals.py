"""Rival claims: where what is told is set against what somebody else told, here or in the two sentences before (rule 20)."""

from collections.abc import Iterator, Sequence, Set
from functools import partial
from itertools import compress, islice, pairwise

from mediaframe.reader.attribution import Attribution
from mediaframe.reader.claims import CLASH, Contest, Told
from mediaframe.reader.entities import ArticleSpan
from mediaframe.reader.kinds import ASSERTION, FORECAST
from mediaframe.reader.predicates import find_predicate
from mediaframe.reader.terms import word_list
from mediaframe.reader.tokens import STEM, Span

_Source = int | tuple[str, ...]
"""An entity of the article, or else the words for a source."""

LONGEST_DENIAL = 4  # long words of a claim that does no more than deny another
LONGEST_CLAIM = 24  # words looked at
LONGEST_CORRECTED = 4  # words between `not` and `but`
MOST_SHARED = 3  # words shared with a rival claim; more say no more
_SHARED = tuple(f"shared{count}" for count in range(1, MOST_SHARED + 1))
CLASH_SIGNS = (
    "negated", "negation", "opens_with_contrast", "contrast", "corrects", "denies", "argues",
    "opposed", "several_sources", "two_sources", "other_source", "answers", "rival1", "rival2", "disputed1", "disputed2",
    *_SHARED,
)  # fmt: skip
"""What speaks for a clash: words of negation and contrast, who tells, where the rival claim stands, words shared with it."""

_NO_SIGNS = frozenset[str]()
_NEGATIONS, _CONTRASTS = word_list("negations"), word_list("contrasts")
_OPENERS, _CORRECTING = word_list("contrast_openers"), word_list("correcting")
_ARGUING, _OPPOSED = word_list("arguing"), word_list("opposed")
_MARKING = _NEGATIONS | _CONTRASTS | _OPENERS | _CORRECTING
_MODAL = word_list("future") | word_list("possible") | word_list("duty")
_LIGHT, _ONLY = word_list("light"), word_list("only")
_HELPING = frozenset("do does did will would can could may might should must".split())
_ADDING = frozenset("only just merely simply".split())
_ANY = frozenset(["a", "an"])  # a work horse, not a show horse
_MARKS = frozenset('. , ; ” " ’ !'.split())
_NOBODY = frozenset("no none nobody neither nothing".split())
_NOT_SO = _NEGATIONS - frozenset("failed yet without unable".split())
_JOINING = frozenset(("judging", "according"))  # they add to what was told before
_ASSERTED = frozenset((ASSERTION, FORECAST))
MOST_TOLD = 20  # claims of a sentence looked through for a rival one, so that the time stays linear
_OPENING = 3  # words
_SHORTEST = 4  # letters of a word that tells a source or what is claimed


def find_clash(sentence: Told, before: Sequence[Told], number: int) -> Iterator[Contest]:
    """Yield the clash of a sentence with a rival claim, where the signs suffice without anything learned."""
    if not is_clash(sentence.clash):
        return
    words = sentence.tokens.words
    against = _set_against(words, sentence.spoken)
    if against is None:
        mark = marks_of_contrast(words)[0]
        rival = rival_within(sentence, number, mark) or rival_before(sentence, before, number)
    else:
        mark, (first, last) = against
        rival = number, first, min(last, max(mark, first + 1))
    yield Contest(CLASH, (mark, mark + 1), rival)


def marks_of_contrast(words: Sequence[str]) -> list[int]:
    """Return the tokens of negation and contrast; they contest only beside a rival claim (rule 20)."""
    return list(compress(range(len(words)), map(_MARKING.__contains__, words)))


def is_clash(signs: frozenset[str]) -> bool:
    """Whether a rival claim is denied or set off: the rule that stands in where nothing was learned."""
    if not signs.isdisjoint(("corrects", "denies", "two_sources")):
        return True
    if "negated" in signs and ("argues" in signs or {"opposed", "opens_with_contrast"} <= signs):
        return True
    return "disputed1" in signs and not signs.isdisjoint(("negated", "answers"))


def clash_signs(sentence: Told, before: Sequence[Told]) -> frozenset[str]:
    """Return the signs of a clash that a sentence shows; none where nothing negates or contrasts, or no claim is near."""
    words = sentence.tokens.words
    if _MARKING.isdisjoint(words):
        return _NO_SIGNS
    told = [item for item in before if item.spoken or item.contests]
    sources = _sources(sentence)
    if not told and len(sources) < 2:  # noqa: PLR2004 - two sources
        return _NO_SIGNS
    marks = marks_of_contrast(words)
    signs = set(_signs_of_marks(sentence, marks, sources))
    if sentence.spoken:
        signs.update(_signs_of_sources(words, sentence.spoken))
    others = [item for item in told if sources.isdisjoint(_sources(item))]
    if others:
        signs.update(_signs_of_answers(sentence, others, marks))
    for item in told:
        distance = 1 if item is before[-1] else 2
        signs.update(_signs_before(sentence, item, distance, sources))
    return frozenset(signs)


def _signs_of_marks(sentence: Told, marks: Sequence[int], sources: Set[_Source]) -> Iterator[str]:
    """Yield what negation and contrast do in a sentence."""
    words, spoken = sentence.tokens.words, sentence.spoken
    opening = {words[n] for n in marks if n < _OPENING}
    marking = {words[n] for n in marks if n >= _OPENING}
    if not (_NEGATIONS.isdisjoint(marking) and _NEGATIONS.isdisjoint(opening)):
        yield "negation"
        if any(map(partial(_is_negated, words), spoken)):
            yield "negated"
    if not _OPENERS.isdisjoint(opening):
        yield "opens_with_contrast"
    if [n for n in marks if words[n] in _CORRECTING and _corrects(words, n)]:
        yield "corrects"
    if not _CONTRASTS.isdisjoint(marking):
        yield "contrast"
        if len(sources) > 1:
            yield "several_sources"
            if _set_against(words, spoken):
                yield "two_sources"


def _signs_of_sources(words: Sequence[str], spoken: Sequence[Attribution]) -> Iterator[str]:
    """Yield whether somebody argues in a sentence, or tells something as an opponent."""
    for item in spoken:
        if item.cue is not None and words[item.cue[0]] in _ARGUING:
            yield "argues"
        if item.source and not _OPPOSED.isdisjoint(words[slice(*item.source)]):
            yield "opposed"


def _signs_of_answers(
    sentence: Told, others: Sequence[Told], marks: Sequence[int]
) -> Iterator[str]:
    """Yield whether a sentence puts right or denies what was told before it by `others`."""
    words = sentence.tokens.words
    negated = islice((n for n in marks if words[n] == "not"), MOST_TOLD)
    if any(_sets_right(words, n, others) for n in negated):
        yield "corrects"
    if any(_denies(words, item, others) for item in islice(sentence.spoken, MOST_TOLD)):
        yield "denies"


def _signs_before(
    sentence: Told, other: Told, distance: int, sources: Set[_Source]
) -> Iterator[str]:
    """Yield what a sentence before tells, whether who speaks now is somebody else or spoken of there, and words shared."""
    if other.contests:
        yield f"disputed{distance}"
        if _answers(sentence, other):
            yield "answers"
    if other.spoken:
        yield f"rival{distance}"
        if sources and sources.isdisjoint(_sources(other)):
            yield "other_source"
    yield from _SHARED[: len(sentence.tokens.stems & other.tokens.stems)]


def _set_against(words: Sequence[str], spoken: Sequence[Attribution]) -> tuple[int, Span] | None:
    """Return the mark that sets a claim against one before it, and that one: `guards say he fled; his aunt says he walked`."""
    for told, rival in pairwise(spoken):
        if told.source is None or rival.source is None or told.cue is None:
            continue
        ways = told.cue_class, rival.cue_class
        if not {told.content, rival.content} <= _ASSERTED or not _JOINING.isdisjoint(ways):
            continue
        start = rival.source[0]
        for mark in range(start, max(told.cue[1], start - _OPENING) - 1, -1):
            if words[mark] in _CONTRASTS and told.cue[0] < start:
                return mark, told.content_span
    return None


def _sources(sentence: Told) -> set[_Source]:
    """Return who tells something in a sentence."""
    words = sentence.tokens.words
    found: set[_Source] = set()
    for item in sentence.spoken:
        if item.entity is not None:
            found.add(item.entity)
        elif item.source is not None:
            found.add(words[slice(*item.source)])
    return found


def _corrects(words: Sequence[str], position: int) -> bool:
    """Whether `in fact`, `on the contrary` or `actually` puts something right; `I actually felt` does not."""
    ahead = words[max(0, position - 2) : position]
    if words[position] == "actually":
        return ahead[-1:] not in (("i",), ("we",))
    adds = words[position + 1 : position + 2] != () and words[position + 1].endswith("ing")
    return (ahead[-1:] == ("in",) and not adds) or ahead == ("on", "the")


def _sets_right(words: Sequence[str], position: int, others: Sequence[Told]) -> bool:
    """Whether `not` stands before something that was told, and something else is put in its place: `not food but guns`, `, not March.`."""
    following = words[position + 1 : position + LONGEST_CORRECTED + 2]
    if following[:1] == () or following[0] in _ONLY or words[position - 1] in _HELPING:
        return False
    end = next((n for n, word in enumerate(following) if word == "but" or word in _MARKS), 0)
    is_set_off = words[position - 1] == "," and following[end] != "," and following[0] not in _ANY
    if not end or not ("but" in following[end : end + 2] or is_set_off):
        return False
    return any(
        _is_in(word, item)
        for word in following[:end]
        if word[0].isdigit() or (len(word) >= _SHORTEST and word not in _LIGHT)
        for item in others
    )


def _denies(words: Sequence[str], item: Attribution, others: Sequence[Told]) -> bool:
    """Whether a short claim says that what somebody else told just before is not so: half of its words were told there.

    `Guides said the path had been open. … The prefect said no path had been open.` Nor need any be: `He said it never was.`
    """
    if not _is_negated(words, item):
        return False
    start, end = item.content_span
    claim = words[start : min(end, start + LONGEST_CLAIM)]
    if "not" in claim and not _ADDING.isdisjoint(claim[claim.index("not") + 1 :][:1]):
        return False
    telling = {word for word in claim if len(word) >= _SHORTEST and word not in _LIGHT}
    if len(telling) > LONGEST_DENIAL or not (telling or _NOBODY.isdisjoint(claim)):
        return False
    return any(
        2 * sum(_is_in(word, other) for word in telling) >= len(telling)
        for other in others
        if other.spoken
        and _NOT_SO.isdisjoint(other.tokens.words)  # or else both say that it is not so
    )


def _is_in(word: str, other: Told) -> bool:
    return word in other.tokens.words or word[:STEM] in other.tokens.stems


def _answers(sentence: Told, disputed: Told) -> bool:
    """Whether who speaks here is spoken of in a claim that is disputed: `She accused the firm … The firm said …`."""
    words = sentence.tokens.words
    own = {
        word[:STEM]
        for item in sentence.spoken
        if item.source is not None
        for word in words[slice(*item.source)]
        if len(word) >= _SHORTEST
    }
    start = min((item.content_span[0] for item in disputed.spoken), default=0)
    return not own.isdisjoint([word[:STEM] for word in disputed.tokens.words[start:]])


def _is_negated(words: Sequence[str], item: Attribution) -> bool:
    """Whether what is told says that something is not so: `it had no plans`, `the dam was never safe`, `no one was hurt`."""
    if item.content not in _ASSERTED:
        return False
    start, end = item.content_span
    first = start
    while first < end and not words[first][0].isalnum():
        first += 1
    if first < end and words[first] in _NOBODY:
        return True
    predicate = find_predicate(words, start, end)
    if predicate is None or words[predicate.verb] in _MODAL:
        return False
    ahead = min(predicate.subject[1], predicate.verb)
    return not _NEGATIONS.isdisjoint(words[ahead : predicate.verb + 3])


def rival_within(sentence: Told, number: int, position: int) -> ArticleSpan | None:
    """Return the claim told last before a token of a sentence."""
    for item in islice(reversed(sentence.spoken), MOST_TOLD):
        start, end = item.content_span
        if start < end <= position and item.cue is not None and item.cue[0] < position:
            return (number, *item.content_span)
    return None


def rival_before(
    sentence: Told, before: Sequence[Told], number: int, least: int = 0
) -> ArticleSpan | None:
    """Return the claim in the sentences before that shares most words with a sentence, `least` at least, or else is nearest."""
    best, most = None, least - 1
    for distance, other in enumerate(reversed(before), start=1):
        told = [item.content_span for item in other.spoken[-1:]]
        spans = [span for span in told if span[0] < span[1]]
        spans = spans or [item.span for item in other.contests[-1:]]
        shared = len(sentence.tokens.stems & other.tokens.stems) if spans else -1
        if shared > most:
            best, most = (number - distance, *spans[0]), shared
    return best

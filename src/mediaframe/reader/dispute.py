"""Dispute: where the wording marks a claim as disputed, doubted or unestablished (codebook, label C).

Words may do so by themselves (`alleged`, `denied`, `could not be verified`); a negation or a contrast does so only beside the
claim that it is set against (`rivals`).
"""

from collections.abc import Iterator, Sequence
from itertools import compress, count

from mediaframe.reader.claims import CLASH, DISCLAIMER, DISTANCE, EVIDENCE, SCARE, Contest, Told
from mediaframe.reader.entities import ArticleSpan
from mediaframe.reader.grammar import QUOTES
from mediaframe.reader.quotations import Quotation, tokens_of
from mediaframe.reader.rivals import find_clash, rival_before, rival_within
from mediaframe.reader.terms import word_list
from mediaframe.reader.tokens import Match, Span, Tokens, has_capital
from mediaframe.reader.verbs import is_denial, is_noun

_KIND_OF = {
    "claiming": DISTANCE,
    "accusing": DISTANCE,
    "blaming": DISTANCE,
    "alleged": DISTANCE,
    "rumour": DISTANCE,
    "denying": CLASH,
    "rejecting": CLASH,
    "disclaimer": DISCLAIMER,
    "untrue": EVIDENCE,
}
CONTESTING = frozenset(_KIND_OF)
"""The cue classes whose words contest a claim by themselves."""

_CUES = CONTESTING | {"insisting"}  # which does so beside `despite`

LOOK_BACK = 9  # words between a negation and the check it negates
SHORT = (
    9  # words of a sentence that need share none with the claim it denies: `The mill denied it.`
)
NEAR = 7  # words between a verb and what it rejects or calls untrue

_CHECKED, _ABLE = word_list("checked"), word_list("able")
_FOUND_OUT, _POSSIBLE_TO = word_list("found_out"), word_list("possible_to")
_NEGATIONS, _CLAIMS, _DUBIOUS = word_list("negations"), word_list("claims"), word_list("dubious")
_UNSETTLED, _EVIDENCE, _SHOWING = (
    word_list("unsettled"),
    word_list("evidence"),
    word_list("showing_that"),
)
_WON, _QUARRELLED_OVER = word_list("won"), word_list("quarrelled_over")
_LOADED, _NAMING = word_list("loaded"), word_list("naming")
_OF_CLAIM = frozenset("that of made".split())
_RIGHTS = frozenset(
    "immunity privilege ownership sovereignty asylum responsibility discrimination".split()
)
_DISPUTES = frozenset(("dispute", "disputes"))
_OF_DENIAL = (("that",), ("of",))
_DISPUTED = frozenset("that the this these those his her its their any claims whether how".split())
_WHAT = frozenset("how whether what who why when where if which".split())
_QUESTIONS = _WHAT - {"if"}
_BUT = frozenset("but however though although despite yet whereas".split())
_ANSWERING = frozenset("him her them us me you".split())
_POINTING = frozenset("the these those this that his her its their our".split())
_REMAINING = frozenset("remains remained remain".split())
_OPEN, _APPOSED, _DISPUTING = word_list("open"), word_list("apposed"), word_list("disputing")
_WATCHED = _CHECKED | _FOUND_OUT | _REMAINING | _EVIDENCE | _OPEN | _APPOSED
_FUNCTION = frozenset(
    """in of on at by for from with to and or but that who which were was are is have has had will would could can may
    did do does as""".split()
)


class _Rivals:
    """The claims that a sentence may contest; one in the sentences before is looked for only once."""

    __slots__ = ("_before", "_found", "_number", "_sentence")

    def __init__(self, sentence: Told, before: Sequence[Told], number: int) -> None:
        """Take a sentence, the two before it, and its place in the article."""
        self._sentence, self._before, self._number = sentence, before, number
        self._found: dict[int, ArticleSpan | None] = {}

    def within(self, position: int) -> ArticleSpan | None:
        """Return the claim told last before a token of the sentence."""
        return rival_within(self._sentence, self._number, position)

    def of(self, position: int, least: int) -> ArticleSpan | None:
        """Return the claim told last before a token, or else one before that shares so many words, if there is one."""
        within = self.within(position)
        if within is not None:
            return within
        if least not in self._found:
            self._found[least] = rival_before(self._sentence, self._before, self._number, least)
        return self._found[least]


def find_contests(
    sentence: Told, before: Sequence[Told], number: int, *, is_headline: bool
) -> tuple[Contest, ...]:
    """Return what contests a claim in a sentence; `before` are the two sentences before it, `number` its place."""
    found: list[Contest] = []
    tokens = sentence.tokens
    cues = [match for match in tokens.matches if match[0] in _CUES]
    is_watched = not _WATCHED.isdisjoint(tokens.words)
    if cues or is_watched:  # as they are in few sentences
        rivals = _Rivals(sentence, before, number)
        found += _by_cue(sentence, cues, rivals)
        if is_watched:
            found += [one for one in _by_pattern(tokens.words, rivals) if not _is_told(one, found)]
    if sentence.quotations and not sentence.attributions and not is_headline:
        found += _scare_quotes(tokens, sentence.quotations)
    if not found and sentence.clash:
        found += find_clash(sentence, before, number)
    return tuple(found)


def _is_told(contest: Contest, found: Sequence[Contest]) -> bool:
    """Whether a longer cue says the same: `could not be verified` holds the word `verified`."""
    first, _ = contest.span
    return any(one.kind == contest.kind and one.span[0] <= first < one.span[1] for one in found)


def _by_cue(sentence: Told, cues: Sequence[Match], rivals: _Rivals) -> Iterator[Contest]:
    words = sentence.tokens.words
    for match in cues:
        cue_class, first, last = match
        if cue_class == "insisting":
            if "despite" in words:
                yield Contest(DISTANCE, (first, last))
        elif not _is_harmless(sentence, match):
            kind = _KIND_OF[cue_class]
            least = 0 if len(words) <= SHORT else 1
            rival = rivals.of(first, least) if kind == CLASH else None
            yield Contest(kind, (first, last), rival)


def _is_harmless(sentence: Told, match: Match) -> bool:
    """Whether a cue contests nothing where it stands: a visa denied, a prize claimed, a storm blamed."""
    check = _CHECKS.get(match.cue_class)
    return check is not None and check(sentence, match)


def _claims_nothing(sentence: Told, match: Match) -> bool:
    """Whether a claim has no content (rule 17), or something is won or done: `claimed a medal`, `claimed by rebels`."""
    words = sentence.tokens.words
    if is_noun(sentence.tokens, match):
        return _has_no_content(words, match)
    following = words[match.last : match.last + NEAR]
    if following[:1] == ("by",):
        return words[match.first - 1] != "as"
    return following[:1] != ("that",) and not _WON.isdisjoint(following)


def _accuses_nobody(sentence: Told, match: Match) -> bool:
    """Whether an accusation has no content, or is not made."""
    if is_noun(sentence.tokens, match):
        return _has_no_content(sentence.tokens.words, match)
    return _is_negated(sentence.tokens.words, match.first)


def _has_no_content(words: Sequence[str], match: Match) -> bool:
    following = words[match.last : match.last + 2]
    return _OF_CLAIM.isdisjoint(following[:1]) or not _RIGHTS.isdisjoint(following)


def _is_negated(words: Sequence[str], first: int) -> bool:
    return not _NEGATIONS.isdisjoint(words[max(0, first - 3) : first])


def _denies_nothing(sentence: Told, match: Match) -> bool:
    """Whether a word of denial contests no claim: a border dispute, disputed waters, `did not deny`, a visa denied."""
    tokens, words = sentence.tokens, sentence.tokens.words
    cue, following = words[match.first], words[match.last : match.last + 2]
    if cue in _DISPUTES:
        return _DISPUTED.isdisjoint(following[:1])
    if cue == "disputed" and not _QUARRELLED_OVER.isdisjoint(following):
        return True
    if match.last - match.first == 1 and _is_negated(words, match.first):
        return True
    if is_noun(tokens, match):
        return not cue.startswith("denial") or following[:1] not in _OF_DENIAL
    return not is_denial(tokens, match)


def _rejects_nothing(sentence: Told, match: Match) -> bool:
    return is_noun(sentence.tokens, match) or not _rejects_claim(sentence.tokens, match)


def _blames_nobody(sentence: Told, match: Match) -> bool:
    return is_noun(sentence.tokens, match) or not _could_answer(sentence, match)


_CHECKS = {
    "claiming": _claims_nothing,
    "accusing": _accuses_nobody,
    "denying": _denies_nothing,
    "rejecting": _rejects_nothing,
    "blaming": _blames_nobody,
}
"""What makes a cue harmless, by its class."""


def _rejects_claim(tokens: Tokens, match: Match) -> bool:
    """Whether what is rejected is a claim: `dismissed talk of`, `rejected it as nonsense`, `a charge Kyiv rejects`."""
    words = tokens.words
    following = words[match.last : match.last + NEAR]
    if following[:1] in (("this",), ("that",)):
        return following[1:2] == () or following[1] not in _NOUNS_OF_ACTS
    if "," in following:
        following = following[: following.index(",")]
    if not _CLAIMS.isdisjoint(following):
        return True
    if "as" in following:
        behind = match.last + following.index("as") + 1
        if not QUOTES.isdisjoint(words[behind : behind + 1]):
            return True  # dismissed the tests as “a joke”
        return not _DUBIOUS.isdisjoint(words[match.last : match.last + 2 * NEAR])
    clause = words[max(0, match.first - NEAR) : match.first]
    ends = following[:1] == () or not following[0][0].isalnum()
    return ends and "," in clause and not _CLAIMS.isdisjoint(clause[clause.index(",") :])


_NOUNS_OF_ACTS = frozenset(
    "offer plan proposal bid deal appeal motion request idea bill law policy approach".split()
)


def _could_answer(sentence: Told, match: Match) -> bool:
    """Whether blame falls on somebody who could answer it, and not on a thing; codebook rule 2."""
    tokens = sentence.tokens
    for position in range(match.last, min(match.last + 4, len(tokens.words))):
        word = tokens.words[position]
        if word in _ANSWERING or sentence.roles.at[position]:
            return True
        if has_capital(tokens.forms[position]):
            return True
        if word in ("on", "for"):
            break
    return False


def _by_pattern(words: Sequence[str], rivals: _Rivals) -> Iterator[Contest]:
    """Find checks that failed, what remains unclear, and evidence set against a claim."""
    for position in compress(count(), map(_WATCHED.__contains__, words)):
        if words[position] in _APPOSED:
            if _is_disputed(words, position):
                yield Contest(CLASH, (position, position + 1), rivals.within(position))
        elif words[position] not in _EVIDENCE:
            if _is_disclaimer(words, position):
                yield Contest(DISCLAIMER, (position, position + 1))
        elif _shows_otherwise(words, position):
            rival = rivals.of(position, 0)
            if rival is not None:
                yield Contest(EVIDENCE, (position, position + 1), rival)


def _is_disclaimer(words: Sequence[str], position: int) -> bool:
    """Whether something could not be verified or established, or remains unclear."""
    if words[position] in _REMAINING:
        following = words[position + 1 : position + 4]
        asks = words[0] in _WHAT or not _WHAT.isdisjoint(
            following
        )  # what caused it remains unclear
        return asks and not _UNSETTLED.isdisjoint(following)
    if words[position] in _OPEN and not _QUESTIONS.isdisjoint(words[position + 1 : position + 3]):
        return not _NEGATIONS.isdisjoint(words[max(0, position - 3) : position])  # not known how
    ahead = words[max(0, position - LOOK_BACK) : position]
    able = _ABLE if words[position] in _CHECKED else _POSSIBLE_TO
    return not (_NEGATIONS.isdisjoint(ahead) or able.isdisjoint(ahead))


def _is_disputed(words: Sequence[str], position: int) -> bool:
    """Whether what was told is named and disputed behind a comma: `…, a finding its owner disputes`, `…, a charge Kyiv rejects`."""
    is_apposed = words[max(0, position - 2) : position] in ((",", "a"), (",", "an"))
    return is_apposed and not _DISPUTING.isdisjoint(words[position + 1 : position + NEAR])


def _shows_otherwise(words: Sequence[str], position: int) -> bool:
    """Whether evidence shows something in a sentence with a word of contrast: `but records show`."""
    return not (
        _BUT.isdisjoint(words) or _SHOWING.isdisjoint(words[position + 1 : position + NEAR])
    )


def _scare_quotes(tokens: Tokens, quotations: Sequence[Quotation]) -> Iterator[Contest]:
    """Find words that the author marks as not the author's own, where nobody in the sentence says them."""
    for quotation in quotations:
        if not quotation.is_long:
            span = tokens_of(quotation, tokens)
            if not _is_name_or_term(tokens, span) and _is_doubted(tokens.words, span):
                yield Contest(SCARE, span)


def _is_name_or_term(tokens: Tokens, span: Span) -> bool:
    """Whether quoted words are a name or title, with capitals or numbers, or a term that is introduced (rule 9)."""
    ahead = tokens.words[max(0, span[0] - 3) : span[0]]
    forms = [form for form in tokens.forms[slice(*span)] if form[0].isalnum()]
    is_name = not forms or any(has_capital(form) or form[0].isdigit() for form in forms)
    return is_name or not _NAMING.isdisjoint(ahead) or ahead[-1:] in (("a",), ("an",))


def _is_doubted(words: Sequence[str], span: Span) -> bool:
    """Whether quoted words are a whole phrase that is pointed at, `the ‘volunteers’`, or seldom quoted but to doubt them."""
    first, last = span
    following = words[last : last + 1]
    is_phrase = following == () or not following[0][0].isalpha() or following[0] in _FUNCTION
    is_word = sum(word[0].isalnum() for word in words[first:last]) == 1
    points = not _POINTING.isdisjoint(words[first - 1 : first])
    return (is_phrase and (points or is_word)) or not _LOADED.isdisjoint(words[first:last])

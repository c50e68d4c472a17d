"""Dispute: where the wording marks a claim as disputed, doubted or unestablished (codebook, label C).

Words may do so by themselves (`alleged`, `denied`, `could not be verified`); a negation or a contrast does so only beside the
claim that it is set against (`rivals`).
"""

from collections.abc import Iterator, Sequence

from mediaframe.reader.claims import CLASH, DISCLAIMER, DISTANCE, EVIDENCE, SCARE, Contest, Told
from mediaframe.reader.matching import word_list
from mediaframe.reader.quotations import Quotation, tokens_of
from mediaframe.reader.rivals import find_clash, find_rival
from mediaframe.reader.tokens import Match, Tokens, has_capital
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

LOOK_BACK = 9  # words between a negation and the check it negates
NEAR = 7  # words between a verb and what it rejects or calls untrue

_CHECKED, _ABLE = word_list("checked"), word_list("able")
_FOUND_OUT, _POSSIBLE_TO = word_list("found_out"), word_list("possible_to")
_NEGATIONS, _CLAIMS, _DUBIOUS = word_list("negations"), word_list("claims"), word_list("dubious")
_UNSETTLED, _EVIDENCE, _SHOWING = word_list("unsettled"), word_list("evidence"), word_list("showing_that")
_WON, _QUARRELLED_OVER = word_list("won"), word_list("quarrelled_over")
_LOADED, _NAMING = word_list("loaded"), word_list("naming")
_OF_CLAIM = frozenset("that of made".split())
_RIGHTS = frozenset("immunity privilege ownership sovereignty asylum responsibility discrimination".split())
_DISPUTED = frozenset("that the this these those his her its their any claims whether how".split())
_WHAT = frozenset("how whether what who why when where if which".split())
_BUT = frozenset("but however though although despite yet whereas".split())
_ANSWERING = frozenset("him her them us me you".split())
_POINTING = frozenset("the these those this that his her its their our".split())
_REMAINING = frozenset("remains remained remain".split())
_TRIGGERS = _CHECKED | _FOUND_OUT | _REMAINING | _BUT
_FUNCTION = frozenset(
    """in of on at by for from with to and or but that who which were was are is have has had will would could can may
    did do does as""".split()
)


def find_contests(
    sentence: Told, before: Sequence[Told], number: int, *, is_headline: bool
) -> tuple[Contest, ...]:
    """Return what contests a claim in a sentence; `before` are the two sentences before it, `number` its place."""
    found = [*_by_cue(sentence, before, number), *_by_pattern(sentence, before)]
    if sentence.quotations and not sentence.attributions and not is_headline:
        found += _scare_quotes(sentence.tokens, sentence.quotations)
    if not found:
        found += find_clash(sentence, before, number)
    return tuple(found)


def _by_cue(sentence: Told, before: Sequence[Told], number: int) -> Iterator[Contest]:
    tokens = sentence.tokens
    for match in tokens.matches:
        if match[0] in CONTESTING and not _is_harmless(sentence, match):
            kind, span = _KIND_OF[match[0]], (match.first, match.last)
            rival = find_rival(sentence, before, number, match.first) if kind == CLASH else None
            yield Contest(kind, span, rival)


def _is_harmless(sentence: Told, match: Match) -> bool:
    """Whether a cue contests nothing here: a visa denied, a claim or accusation without its content, a storm blamed."""
    tokens, words, kind = sentence.tokens, sentence.tokens.words, match.cue_class
    if kind not in _CHECKS:
        return False
    if kind == "rejecting":
        return is_noun(tokens, match) or not _rejects_claim(tokens, match)
    if kind == "blaming":
        return is_noun(tokens, match) or not _could_answer(sentence, match)
    if kind == "denying":
        return _denies_nothing(tokens, match)
    following = words[match.last : match.last + NEAR]
    if is_noun(tokens, match):
        without = following[:1] == () or following[0] not in _OF_CLAIM
        return without or not _RIGHTS.isdisjoint(following[:2])
    if kind == "accusing":
        return _is_negated(words, match.first)
    by = following[:1] == ("by",) and words[match.first - 1] != "as"  # an attack claimed by rebels
    return by or (following[:1] != ("that",) and not _WON.isdisjoint(following))


_CHECKS = frozenset("rejecting blaming denying claiming accusing".split())


def _is_negated(words: Sequence[str], first: int) -> bool:
    return not _NEGATIONS.isdisjoint(words[max(0, first - 3) : first])


def _denies_nothing(tokens: Tokens, match: Match) -> bool:
    """Whether a word of denial contests no claim: a territorial dispute, disputed waters, `did not deny`, a visa denied."""
    words, cue = tokens.words, tokens.words[match.first]
    following = words[match.last : match.last + 2]
    if cue in ("dispute", "disputes") and (following[:1] == () or following[0] not in _DISPUTED):
        return True
    if cue == "disputed" and not _QUARRELLED_OVER.isdisjoint(following):
        return True
    if match.last - match.first == 1 and _is_negated(words, match.first):
        return True
    if is_noun(tokens, match):
        return not cue.startswith("denial") or following[:1] != ("that",) and following[:1] != ("of",) or following[1:] == ("service",)
    return not is_denial(tokens, match)


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
        return not _DUBIOUS.isdisjoint(words[match.last : match.last + 2 * NEAR])
    clause = words[max(0, match.first - NEAR) : match.first]
    ends = following[:1] == () or not following[0][0].isalnum()
    return ends and "," in clause and not _CLAIMS.isdisjoint(clause[clause.index(",") :])


_NOUNS_OF_ACTS = frozenset("offer plan proposal bid deal appeal motion request idea bill law policy approach".split())


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


def _by_pattern(sentence: Told, before: Sequence[Told]) -> Iterator[Contest]:
    """Find checks that failed, what remains unclear, and evidence set against a claim."""
    words = sentence.tokens.words
    if _TRIGGERS.isdisjoint(words):
        return
    for position, word in enumerate(words):
        if word in _CHECKED or word in _FOUND_OUT:
            ahead = words[max(0, position - LOOK_BACK) : position]
            is_negated = not _NEGATIONS.isdisjoint(ahead)
            able = _ABLE if word in _CHECKED else _POSSIBLE_TO
            if is_negated and not able.isdisjoint(ahead):
                yield Contest(DISCLAIMER, (position, position + 1))
        elif word in _REMAINING:
            following = words[position + 1 : position + 4]
            if not _UNSETTLED.isdisjoint(following) and not _WHAT.isdisjoint(following):
                yield Contest(DISCLAIMER, (position, position + 2))
        elif word in _EVIDENCE and not _BUT.isdisjoint(words):
            shows = not _SHOWING.isdisjoint(words[position + 1 : position + NEAR])
            if shows and (sentence.spoken or any(item.spoken or item.contests for item in before)):
                yield Contest(EVIDENCE, (position, position + 1))


def _scare_quotes(tokens: Tokens, quotations: Sequence[Quotation]) -> Iterator[Contest]:
    """Find words that the author marks as not his own: no name, title or term, and nobody in the sentence who says them."""
    for quotation in quotations:
        if quotation.is_long:
            continue
        first, last = tokens_of(quotation, tokens)
        inside = [n for n in range(first, last) if tokens.words[n][0].isalnum()]
        if not inside or any(has_capital(tokens.forms[n]) or tokens.words[n][0].isdigit() for n in inside):
            continue
        words = tokens.words
        before, after = words[max(0, first - 3) : first], words[last : last + 1]
        if not _NAMING.isdisjoint(before) or before[-1:] in (("a",), ("an",)):
            continue
        is_whole_phrase = after == () or not after[0][0].isalpha() or after[0] in _FUNCTION
        points = before[-1:] != () and before[-1] in _POINTING
        if (is_whole_phrase and (points or len(inside) == 1)) or not _LOADED.isdisjoint(words[first:last]):
            yield Contest(SCARE, (first, last))


_FUNCTION = frozenset(
    """in of on at by for from with to and or but that who which were was are is have has had will would could can may
    did do does said wore as""".split()
)

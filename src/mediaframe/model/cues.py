"""Cues: words, phrases and marks that speak for or against a label, found with their spans in one pass."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mediaframe.codebook import Codebook
from mediaframe.errors import InputError, nearest
from mediaframe.yamlfile import Section, check, parse_yaml

TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
"""A word, with its hyphens and apostrophes, or one mark: quotation marks and punctuation are kept."""

FORM_SEPARATOR = "|"
NOT_A_CUE = "not_a_cue"
MARKS = ("quotation", "open_quotation", "quoted_words", "colon")
LONG_QUOTATION = 4  # words; shorter quoted words are a part quoted, a title, or scare quotes

# An opening mark stands at the start or after a space or bracket, a closing one before a space or mark;
# so the apostrophes of `the ministers' plan` and `don't` open nothing.
_QUOTATION = re.compile(
    r"""(?<![\w,.!?])"(?=\S)[^"]{1,2000}"|“[^”]{1,2000}”|«[^»]{1,2000}»|„[^“”]{1,2000}[“”]"""
    r"""|(?<!\w)['‘](?=\S)(?!\d0s)[^"“”]{0,2000}?[^\s"“”]['’](?!\w)"""
)
_OPEN_MARK = re.compile(r'(?<!\d)"|[“”«»„]')  # not the inches of a 5" pipe
_COLON = re.compile(r"^[^:.!?]{2,60}:(?=\s+\S)")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of a class, and the characters of the sentence it covers."""

    cue_class: str
    start: int
    end: int


class CueClass(Section):
    """A class of terms, and where they come from."""

    note: str
    terms: tuple[str, ...]


class LexiconFile(Section):
    """One file of the lexicon."""

    classes: dict[str, CueClass]


class Lexicon:
    """Terms by their first word; the longest term that starts at a word wins."""

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        """Build from cue classes, each with terms whose forms are parted by `|`."""
        self.classes = tuple(sorted(name for name in terms if name != NOT_A_CUE)) + MARKS
        self._by_first: dict[str, dict[tuple[str, ...], list[str]]] = {}
        for cue_class, lines in terms.items():
            for form in (form for line in lines for form in line.split(FORM_SEPARATOR)):
                words = tuple(_plain(match[0]) for match in TOKEN.finditer(form))
                if words:
                    starting = self._by_first.setdefault(words[0], {})
                    classes = starting.setdefault(words, [])
                    if cue_class not in classes:
                        classes.append(cue_class)
        self._longest = {
            first: max(map(len, starting)) for first, starting in self._by_first.items()
        }

    def find(self, text: str) -> list[Cue]:
        """Return the cues of a sentence, in the order in which they start."""
        return sorted(
            [*self._find_terms(text), *find_marks(text)], key=lambda cue: (cue.start, cue.end)
        )

    def _find_terms(self, text: str) -> Iterator[Cue]:
        tokens = [(_plain(match[0]), *match.span()) for match in TOKEN.finditer(text)]
        words = [word for word, _, _ in tokens]
        position = 0
        while position < len(words):
            length, classes = self._longest_term(words, position)
            for cue_class in classes:
                if cue_class != NOT_A_CUE:
                    yield Cue(cue_class, tokens[position][1], tokens[position + length - 1][2])
            position += length

    def _longest_term(self, words: Sequence[str], position: int) -> tuple[int, Sequence[str]]:
        """Return how many words the longest term at `position` has, and its classes; 1 and none if no term."""
        starting = self._by_first.get(words[position])
        if starting is None:
            return 1, ()
        longest = min(self._longest[words[position]], len(words) - position)
        for length in range(longest, 0, -1):
            classes = starting.get(tuple(words[position : position + length]))
            if classes is not None:
                return length, classes
        return 1, ()


def _plain(token: str) -> str:
    """Return a token in lower case, without the possessive: `Minister's` is `minister`."""
    word = token.lower().replace("’", "'")
    return word.removesuffix("'s") or word


def find_marks(text: str) -> Iterator[Cue]:
    """Yield quotations, a mark that opens or closes no quotation, and a label before a colon."""
    covered = bytearray(len(text))
    for match in _QUOTATION.finditer(text):
        words = sum(1 for token in TOKEN.finditer(match[0]) if token[0][0].isalnum())
        yield Cue("quotation" if words >= LONG_QUOTATION else "quoted_words", *match.span())
        covered[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for match in _OPEN_MARK.finditer(text):
        if not covered[match.start()]:
            yield Cue("open_quotation", *match.span())
    if label := _COLON.match(text):
        yield Cue("colon", *label.span())


def lexicon_terms(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Return the cue classes that ship and those a codebook adds, with their terms.

    Raises:
        InputError: a rule of the codebook names a cue class that there is not.
    """
    terms = {**_bundled_terms(), **codebook.lexicon}
    known = (*(name for name in terms if name != NOT_A_CUE), *MARKS)
    for label, rule in codebook.rules.items():
        for cue_class in (name for line in rule for name in line):
            if cue_class not in known:
                msg = f"codebook {codebook.name}: rule of {label}: no cue class {cue_class!r}; {nearest(cue_class, known)}"
                raise InputError(msg)
    return terms


@cache
def _bundled_terms() -> dict[str, tuple[str, ...]]:
    terms: dict[str, tuple[str, ...]] = {}
    folder = files("mediaframe.model") / "lexicon"
    for source in sorted(folder.iterdir(), key=lambda item: item.name):
        document = parse_yaml(source.read_text(encoding="utf-8"), source.name)
        document.values = {"classes": document.values}
        lexicon = check(LexiconFile, document)
        terms |= {name: cue_class.terms for name, cue_class in lexicon.classes.items()}
    return terms


def apply_rule(rule: Sequence[Sequence[str]], present: frozenset[str]) -> bool:
    """Whether every line of a rule is met by a cue class that is present.

    >>> apply_rule([["saying", "claiming"], ["office"]], frozenset({"saying", "office"}))
    True
    """
    return all(any(cue_class in present for cue_class in line) for line in rule)

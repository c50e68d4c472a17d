"""Names: whether two descriptions of a source mean the same one, leniently.

The rule. A description is cut into phrases at commas, brackets and `and`. The head of a phrase is its last word before `of`,
`for`, `who` and their like: `mayor` of `the mayor of Halven`, `Ruiz` of `President Ana Ruiz`. Two descriptions agree when they

- share a head, an ending in `s` and a title before it aside, in phrases whose other words are missing in one or have a word in
  common (`Ruiz` is `Ana Ruiz`, `the ministry` is `the Ministry of Health`; `Ana Ruiz` is not `Tom Ruiz`), and the head is a
  name where both descriptions hold one (`Ana Ruiz, a minister` is not `Tom Lee, the minister`);
- one has a lone name that stands in a name of the other (`Hu` is `Hu Jintao`); or
- one is the initials of the other (`WHO`, `W.H.O.`, `World Health Organization`).
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

from mediaframe.files.yaml import parse_yaml

_EDGE = re.compile(r"[,;:()\[\]–—\"“”]|\band\b")
_WORD = re.compile(r"\w[\w.'’-]*")
_BOUNDS = frozenset(
    """of for at in from by on near with to about against under over who whom whose which that
    working based leading representing""".split()
)
_EMPTY = frozenset(
    "the a an his her its their our my this that these those some one two three several mr mrs ms".split()
)


class _Phrase(NamedTuple):
    """A phrase of a description, its words in lower case."""

    head: str
    is_name: bool  # a capital, and no title
    others: frozenset[str]

    def is_part_of(self, name: "_Phrase") -> bool:
        """Whether it is a lone name that stands in another name: `Hu`, `Lycos`."""
        return self.is_name and name.is_name and not self.others and self.head in name.others


def agree(first: str, second: str) -> bool:
    """Return whether two descriptions mean the same source.

    >>> agree("Foreign Minister Ana Ruiz", "Ruiz"), agree("Ana Ruiz", "Tom Ruiz"), agree("the WHO", "World Health Organization")
    (True, False, True)
    """
    one, other = _phrases(first), _phrases(second)
    pairs = [(a, b) for a, b in product(one, other) if _is_same(a, b)]
    are_named = _holds_name(one) and _holds_name(other)
    shares = any(a.is_name and b.is_name for a, b in pairs) if are_named else bool(pairs)
    return shares or _is_short_for(first, second) or _is_short_for(second, first)


def _is_same(one: _Phrase, other: _Phrase) -> bool:
    if one.head != other.head:
        return one.is_part_of(other) or other.is_part_of(one)
    return not one.others or not other.others or not one.others.isdisjoint(other.others)


def _holds_name(phrases: tuple[_Phrase, ...]) -> bool:
    return any(phrase.is_name for phrase in phrases)


@lru_cache(maxsize=4096)
def _phrases(name: str) -> tuple[_Phrase, ...]:
    return tuple(filter(None, map(_phrase, _EDGE.split(name))))


def _phrase(text: str) -> _Phrase | None:
    forms = [form for form in _WORD.findall(text) if _plain(form) not in _EMPTY]
    forms = forms[_end_of_title(forms) :]
    words = [_plain(form) for form in forms]
    bound = next((n for n, word in enumerate(words) if n and word in _BOUNDS), len(words))
    if not words:
        return None
    head = words[bound - 1]
    is_name = forms[bound - 1][0].isupper() and head not in _titles()
    return _Phrase(head, is_name, frozenset(words) - _BOUNDS - {head})


def _end_of_title(forms: list[str]) -> int:
    """Return where the name begins behind a title: `Secretary of State | Ana Ruiz`, but `Secretary of State`."""
    return max(
        (
            n + 1
            for n, form in enumerate(forms[:-1])
            if form.lower() in _titles() and forms[n + 1][0].isupper()
        ),
        default=0,
    )


def _plain(form: str) -> str:
    """Return a word in lower case, without points, possessive or plural."""
    word = form.lower().replace("’", "'").replace(".", "").removesuffix("'s").removesuffix("'")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word  # noqa: PLR2004 - `was`


def _is_short_for(short: str, name: str) -> bool:
    """Whether a description is the initials of the capitalised words of the other."""
    letters = "".join(form for form in _WORD.findall(short) if form.lower() not in _EMPTY).replace(
        ".", ""
    )
    initials = [
        form[0] for form in _WORD.findall(name) if form[0].isupper() and form.lower() not in _EMPTY
    ]
    return len(initials) > 1 and letters == "".join(initials)


@cache
def _titles() -> frozenset[str]:
    """Return the words that say what someone is; a list of its own, so that no change of the reader moves the scale."""
    text = (files("mediaframe.evaluation.parts") / "titles.yaml").read_text(encoding="utf-8")
    lines = parse_yaml(text, "titles.yaml").values["titles"]
    return frozenset(word for line in lines for word in line.split())

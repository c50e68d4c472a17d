"""Naming: what the words of a name tell by themselves: titles of courtesy, gender, and whether two names are one person's."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from mediaframe.files.schema import check
from mediaframe.files.yaml import parse_yaml
from mediaframe.reader.terms import FORM_SEPARATOR, LexiconFile

HONORIFICS = frozenset("mr mrs ms miss dr sir lord lady dame prof rev".split())
PARTICLES = frozenset("de van von der den bin ibn la le da di del al el".split())

GENDERED = dict.fromkeys(
    """she her ms mrs miss lady woman girl mother sister wife daughter aunt niece grandmother widow girlfriend
    spokeswoman chairwoman congresswoman policewoman councilwoman actress queen""".split(),
    "f",
) | dict.fromkeys(
    """he him his mr sir lord man boy father brother husband son uncle nephew grandfather widower boyfriend spokesman
    chairman congressman policeman councilman actor king fisherman""".split(),
    "m",
)
"""Words for a person with the gender that they tell: f or m."""


@cache
def given_names() -> Mapping[str, str]:
    """Return given names with the gender of nearly all who bear them: f or m."""
    name = "given_names.yaml"
    document = parse_yaml((files("mediaframe.reader") / name).read_text(encoding="utf-8"), name)
    document.values = {"classes": document.values}
    classes = check(LexiconFile, document).classes
    return {
        word.strip(): "f" if gender_of == "woman" else "m"
        for gender_of, names in classes.items()
        for line in names.terms
        for word in line.split(FORM_SEPARATOR)
    }


def gender(words: Sequence[str]) -> str:
    """Return f or m where the words for a source tell, else nothing.

    >>> gender(["his", "sister"]), gender(["a", "spokesman"]), gender(["she"]), gender(["Ruiz"])
    ('f', 'm', 'f', '')
    """
    for word in reversed(words):
        if word in GENDERED:
            return GENDERED[word]
    return ""


def gender_of_name(name: Sequence[str]) -> str:
    """Return f or m where a given name tells, else nothing."""
    return given_names().get(name[0], "") if len(name) > 1 else ""


def honorific_before(words: Sequence[str], first: int) -> str:
    """Return the `mr` of `Mr. Ruiz`, where the name begins at `first`, or nothing."""
    if first == 0:
        return ""
    before = words[first - 2] if first > 1 and words[first - 1] == "." else words[first - 1]
    return before if before in HONORIFICS else ""


def is_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names can be one person's.

    >>> is_same(["ana", "ruiz"], ["ruiz"]), is_same(["ana", "m", "ruiz"], ["ana", "ruiz"]), is_same(["ana", "ruiz"], ["tom", "ruiz"])
    (True, True, False)
    """
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    return all(word in longer or len(word) == 1 for word in shorter)

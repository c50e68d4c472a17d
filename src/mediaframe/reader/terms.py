"""Terms: the words of the lexicon as its files hold them, in classes that are matched and lists that are looked up."""

from functools import cache
from importlib.resources import files

from mediaframe.files.schema import Section, check
from mediaframe.files.yaml import parse_yaml

FORM_SEPARATOR = "|"
NOT_A_CUE = "not_a_cue"


class CueClass(Section):
    """A class of terms, and where they come from."""

    note: str
    terms: tuple[str, ...]
    of: str | None = None  # the class that they are part of
    needs: str | None = None  # what must follow for them to convey something
    matched: bool = True  # or else words that a module looks up where it needs them


class LexiconFile(Section):
    """One file of the lexicon."""

    classes: dict[str, CueClass]


@cache
def _bundled() -> tuple[tuple[str, CueClass], ...]:
    """Return the sections of the lexicon that ships, by name."""
    sections: list[tuple[str, CueClass]] = []
    folder = files("mediaframe.reader") / "lexicon"
    for source in sorted(folder.iterdir(), key=lambda item: item.name):
        document = parse_yaml(source.read_text(encoding="utf-8"), source.name)
        document.values = {"classes": document.values}
        sections += check(LexiconFile, document).classes.items()
    return tuple(sections)


@cache
def bundled_terms() -> dict[str, tuple[str, ...]]:
    """Return the cue classes that ship, with their terms."""
    terms: dict[str, tuple[str, ...]] = {}
    for name, section in _bundled():
        if section.matched:
            cue_class = section.of or name
            terms[cue_class] = terms.get(cue_class, ()) + section.terms
    return terms


@cache
def needs() -> dict[str, str]:
    """Return what must follow a word for it to convey something: `clause`, `as`, `to` or `figure`."""
    return {
        form.split()[0]: section.needs
        for _, section in _bundled()
        if section.needs is not None
        for line in section.terms
        for form in line.split(FORM_SEPARATOR)
    }


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of a section of the lexicon that is looked up, and not matched."""
    terms = dict(_bundled())[name].terms
    return frozenset(form.strip() for line in terms for form in line.split(FORM_SEPARATOR))

"""What a Label Studio project is set up with: the labels as a question, the codebook beside the text; and what a model suggests."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mediaframe.codebook import Codebook
from mediaframe.files.folders import new_file
from mediaframe.files.text import printable
from mediaframe.files.writing import write_text

CONTROL, TEXT, CHOICES = "framing", "text", "choices"
KEYS = "123456789"  # which choose a label

_COLUMNS = "display: flex; gap: 2em; align-items: flex-start"
_BOOK = "flex: 2; max-height: 85vh; overflow-y: auto; padding: 0 1em; border-left: 1px solid #999"


@dataclass(frozen=True)
class Suggestion:
    """What a model says of a sentence, shown to coders as what they may take over."""

    labels: tuple[str, ...]
    scores: dict[str, float]  # label -> probability

    @property
    def certainty(self) -> float:
        """How sure the model is of the label that it is least sure of, from 0.5 to 1; a project can be sorted by it."""
        return min(max(score, 1 - score) for score in self.scores.values())


@dataclass(frozen=True)
class Suggestions:
    """What a model says of each row of a corpus."""

    model: str  # its name, which the project shows
    items: tuple[Suggestion, ...]


def labelling_interface(codebook: Codebook) -> str:
    """Return the XML to paste into a project (Settings, Labeling Interface, Code).

    Labels are choices of one question, with definitions as hints and keys from 1; definitions, the coder's questions,
    rulings and examples stand beside the text.
    """
    view = Element("View", style=_COLUMNS)
    work = SubElement(view, "View", style="flex: 3")
    if codebook.unit:
        SubElement(work, "Header", value=_plain(codebook.unit), size="6")
    SubElement(work, "Text", name=TEXT, value=f"${TEXT}")
    question = SubElement(
        work,
        "Choices",
        name=CONTROL,
        toName=TEXT,
        choice="single" if codebook.exclusive else "multiple",
    )
    for number, label in enumerate(codebook.labels):
        choice = SubElement(question, "Choice", value=label.name, hint=_plain(label.definition))
        if number < len(KEYS):
            choice.set("hotkey", KEYS[number])
    book = SubElement(view, "View", style=_BOOK)
    for size, text in _codebook_lines(codebook):
        SubElement(book, "Header", value=_plain(text), size=size)
    indent(view)
    return tostring(view, encoding="unicode") + "\n"


def write_interface(path: Path, codebook: Codebook) -> None:
    """Write the labelling interface of a codebook to a file, which appears whole."""
    with new_file(path) as partial:
        write_text(partial, labelling_interface(codebook))


def _codebook_lines(codebook: Codebook) -> list[tuple[str, str]]:
    """Return the codebook as headers of Label Studio: size and text."""
    lines = [("3", f"{codebook.name} {codebook.version}")]
    for label in codebook.labels:
        lines += [("4", label.name), ("6", label.definition)]
        lines += [("6", label.test)] if label.test else []
    for ruling in codebook.rulings:
        lines += [("5", f"{ruling.number}. {ruling.title}".strip()), ("6", ruling.text)]
    if codebook.examples:
        lines.append(("4", "Examples"))
    for example in codebook.examples:
        lines.append(("6", f"{example.text} → {', '.join(example.labels) or 'none'}"))
    return lines


def _plain(text: str) -> str:
    """Return a text on one line; Label Studio fills in what begins with `$`."""
    line = printable(" ".join(text.split()))
    return f"\u200b{line}" if line.startswith("$") else line


def answer(labels: Sequence[str]) -> list[dict[str, Any]]:
    """Return labels as the answer to the question; nothing chosen is no answer."""
    if not labels:
        return []
    value = {CHOICES: list(labels)}
    return [{"from_name": CONTROL, "to_name": TEXT, "type": CHOICES, "value": value}]


def prediction(suggestion: Suggestion, model: str) -> dict[str, Any]:
    """Return what a model suggests as a prediction of a task."""
    return {
        "model_version": model,
        "score": round(suggestion.certainty, 6),
        "result": answer(suggestion.labels),
    }

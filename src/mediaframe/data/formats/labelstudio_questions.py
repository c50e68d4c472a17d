"""Which question of a Label Studio project holds the labels of the codebook."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from mediaframe.data.formats.labelstudio_tasks import Asked, Task
from mediaframe.data.formats.shapes import is_yes_or_no, label_named
from mediaframe.errors import InputError, nearest
from mediaframe.files.columns import plain_name


def find_question(
    path: Path, tasks: Sequence[Task], labels: Sequence[str], wanted: str | None
) -> Asked:
    """Return the name of the question that holds the labels, or the questions of yes or no that are named after them.

    Raises:
        InputError: the one wanted was never asked or holds no labels, or it cannot be told which one does.
    """
    held = _answers(tasks, labels)
    if wanted is not None and wanted not in held:
        if not any(held.values()):
            return wanted  # asked, but nobody chose anything
        msg = f"--control {wanted}: no such question in {path}; {nearest(wanted, held)}"
        raise InputError(msg)
    yes_or_no = _yes_or_no(path, held, labels)
    if wanted is None and yes_or_no:
        return yes_or_no
    named = {name: said for name, said in held.items() if said and wanted in (None, name)}
    fitting = [
        name for name, said in named.items() if {*map(plain_name, said)} & set(labels)
    ] or list(named)
    if len(fitting) > 1:
        example = min(named[fitting[0]])
        fault = (
            "hold labels of the codebook"
            if {*map(plain_name, named[fitting[0]])} & set(labels)
            else f"hold no label of the codebook, but for example {example!r}"
        )
        msg = f"{path}: the questions {', '.join(sorted(fitting))} {fault}; say which one is meant: data convert --control NAME"
        raise InputError(msg)
    if held and not fitting:
        kinds = {r.type or "unknown" for t in tasks for a in t.all_annotations for r in a.result}
        msg = f"{path}: answers of type {', '.join(sorted(kinds))} ({', '.join(sorted(held))}) hold no labels; ask with Choices, Taxonomy or Labels (if that was asked and nobody chose anything: data convert --control NAME)"
        raise InputError(msg)
    return fitting[0] if fitting else None


def _yes_or_no(path: Path, held: Mapping[str, set[str]], labels: Sequence[str]) -> dict[str, str]:
    """Return the label that each question of yes or no is named after, where there is such a question for each.

    Raises:
        InputError: there is one for some of the labels only, or several for one.
    """
    found = {
        name: label_named(name)
        for name, said in held.items()
        if label_named(name) in labels and said and all(map(is_yes_or_no, said))
    }
    if found and sorted(found.values()) != sorted(labels):
        lacking = [label for label in labels if label not in found.values()]
        fault = f"nobody was asked about {', '.join(lacking)}, and that is not 'no'; ask about it too, or name a codebook without it"
        msg = f"{path}: the questions {', '.join(sorted(found))} ask for yes or no, but {fault if lacking else 'two are about one label; export one of them'}"
        raise InputError(msg)
    return found


def _answers(tasks: Sequence[Task], labels: Sequence[str]) -> dict[str, set[str]]:
    """Return the names chosen in each question; no names where its answers are of a kind that holds none."""
    held: dict[str, set[str]] = {}
    for task in tasks:
        for annotation in task.all_annotations:
            for result in annotation.result:
                if result.type != "relation":  # between spans, no answer
                    held.setdefault(result.control, set()).update(result.names(labels) or ())
    return held

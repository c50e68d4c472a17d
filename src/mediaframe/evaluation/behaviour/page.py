"""The page of the behavioural suite: what each failed case tests, and which half of it failed, in words."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mediaframe.codebook import Codebook, load_codebook
from mediaframe.evaluation.behaviour.suite import Behaviour
from mediaframe.files.folders import new_files
from mediaframe.files.rows import Row, write_table
from mediaframe.files.writing import write_json
from mediaframe.results.behaviour import behaviour_line, behaviour_table
from mediaframe.results.pages import Item, write_plain_page
from mediaframe.results.tables import spelled

Variant = dict[str, Any]


def write_behaviour(folder: Path, name: str, behaviour: Behaviour) -> None:
    """Write `behaviour.json`, `behaviour.html` and `failures.jsonl` to a folder, beside what else is there.

    Args:
        folder: made where it is missing.
        name: of the model, for the page.
        behaviour: what `measure_behaviour` returned.
    """
    figures, codebook = behaviour.figures, load_codebook()
    items = [
        _item(row, figures.capabilities[row["capability"]].title, codebook)
        for row in behaviour.failures
    ]
    every = figures.all
    headline = (
        f"{behaviour_line(figures)} {every.texts_right} of {every.texts} texts are labelled as the codebook has it. The failed "
        "cases follow the table, by what they test."
    )
    with new_files(folder) as partial:
        write_json(partial / "behaviour.json", figures.to_json())
        write_table(behaviour.failures, partial / "failures.jsonl")
        write_plain_page(
            partial / "behaviour.html",
            f"Behaviour of {name}",
            headline,
            [behaviour_table(figures)],
            items,
            fold=True,
        )


def _item(row: Row, title: str, codebook: Codebook) -> Item:
    """Return a failed case under the claim that it tests, with what it tests and what failed of it."""
    rules = "; ".join(rule_name(rule, codebook) for rule in row["rules"])
    what = f"{rules} – {what_failed(row['kind'], row['variants'])}"
    return title, what, [*_shown(row["variants"]), (f"case {row['id']}", "")]


def rule_name(rule: int | str, codebook: Codebook) -> str:
    """Return what a rule is about: the title of a ruling by its number, or labels by their letters."""
    titles = {ruling.number: ruling.about for ruling in codebook.rulings}
    if isinstance(rule, int):
        return f"{titles[rule]} (rule {rule})" if rule in titles else f"rule {rule}"
    names = {label.letter: spelled(label.name) for label in codebook.labels}
    return f"what {', '.join(names.get(letter, letter) for letter in rule)} means"


def what_failed(kind: str, variants: Sequence[Variant]) -> str:
    """Return which half of a case failed, or what is missing or too much.

    >>> what_failed("minimum", [{"expected": ["a"], "given": ["b"]}])
    'not given: a; given wrongly: b'
    """
    match kind:
        case "direction":
            return _failed_halves(variants)
        case "invariance":
            first, *others = (variant["given"] for variant in variants)
            count = sum(given != first for given in others)
            return f"{count} of {len(others)} changes move labels that should stay"
        case _:
            (variant,) = variants
            missing = sorted({*variant["expected"]} - {*variant["given"]})
            surplus = sorted({*variant["given"]} - {*variant["expected"]})
            parts = (("not given", missing), ("given wrongly", surplus))
            return "; ".join(
                f"{name}: {', '.join(map(spelled, some))}" for name, some in parts if some
            )


def _failed_halves(variants: Sequence[Variant]) -> str:
    """Return which half of a change is labelled wrongly, by the labels that should change."""
    before, after = variants
    changing = {*before["expected"]} ^ {*after["expected"]}
    wrong = [
        {*variant["given"]} & changing != {*variant["expected"]} & changing for variant in variants
    ]
    named = ", ".join(map(spelled, sorted(changing)))
    if all(wrong):
        return f"both halves fail ({named})"
    return f"{'before' if wrong[0] else 'after'} the change fails ({named})"


def _shown(variants: Sequence[Variant]) -> Iterator[tuple[str, str]]:
    """Yield what the page says of each variant: the labels, and the text with its context in brackets."""
    for variant in variants:
        context = [
            f"[{' '.join(variant[side])}]" if variant[side] else "" for side in ("before", "after")
        ]
        text = " ".join(part for part in (context[0], variant["text"], context[1]) if part)
        expected, given = (", ".join(variant[key]) or "none" for key in ("expected", "given"))
        yield f"codebook: {expected} · model: {given}", text

"""Which kind of head there is, only `config` and `model/heads` may ask: everything else asks the head."""

import ast
from pathlib import Path
from typing import get_args

import pytest

import mediaframe
from mediaframe.config import HeadConfig

SOURCE = Path(mediaframe.__file__).parent
KINDS = {section.__name__ for section in get_args(get_args(HeadConfig)[0])}
OBJECTS = {
    node.name
    for path in (SOURCE / "model" / "heads").glob("*.py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.ClassDef)
}
MODULES = [
    path
    for path in sorted(SOURCE.rglob("*.py"))
    if not path.is_relative_to(SOURCE / "model" / "heads")
]


def asked_kinds(source):
    """Return the kinds of heads that some code asks for, by isinstance, by match or by the name of the kind."""
    asked = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, classes]):
                asked += named_in(classes)
            case ast.MatchClass(cls=cls):
                asked += named_in(cls)
            case ast.Compare(
                left=ast.Attribute(value=ast.Attribute(attr="head" | "settings"), attr="kind")
            ):
                asked.append(".kind")
            case _:
                continue
    return sorted({*asked} & (KINDS | OBJECTS | {".kind"}))


def named_in(node):
    """Return the names in an expression, without the modules that they stand in."""
    found = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    return found + [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_module_but_the_heads_asks_which_head_it_is(path):
    assert asked_kinds(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("isinstance(a.head, RulesHead)", ["RulesHead"], id="isinstance"),
        pytest.param("isinstance(h, config.RulesHead | RidgeHead)", ["RidgeHead", "RulesHead"], id="several"),
        pytest.param("isinstance(h, (int, FineTuned))", ["FineTuned"], id="the object"),
        pytest.param("match h:\n case MajorityHead(): pass", ["MajorityHead"], id="match"),
        pytest.param("match h:\n case [heads.External(), 1]: pass", ["External"], id="match within"),
        pytest.param("x = config.head.kind == 'rules'", [".kind"], id="name of the kind"),
        pytest.param("head = RulesHead(); isinstance(head, Section)", [], id="anything else"),
    ],
)  # fmt: skip
def test_the_search_finds_what_it_looks_for(source, expected):
    assert asked_kinds(source) == expected

"""YAML text to plain values that know their line and column.

YAML 1.2: `no` is text and `1e-3` is a number. A key that stands twice, a file that is no mapping and an
alias that grows without end are refused here; what the keys mean is for the section to say.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mediaframe.errors import InputError, Place
from mediaframe.files.text import read_text

KeyPath = tuple[str | int, ...]

PLAIN = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float", "str"))
MAX_DEPTH = 50
MAX_LENGTH = 4_000_000  # characters
LARGEST = 4 * MAX_LENGTH  # bytes
MAX_NODES = 100_000  # an alias that doubles itself thirty times is an attack, not a setting

_BRACKET = re.compile(r"[\[\]{}]")


@dataclass
class Document:
    """The values of a YAML text, and the place of each by its path of keys."""

    source: str
    values: dict[str, Any]
    places: dict[KeyPath, Place] = field(default_factory=dict)

    def place_of(self, path: KeyPath) -> Place:
        """Return the place of the value at `path`, or of the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.source))


def read_yaml(path: Path) -> Document:
    """Return the mapping that a file holds, as `parse_yaml` does.

    Raises:
        InputError: it cannot be read, or holds something else.
    """
    return parse_yaml(read_text(path, LARGEST), str(path))


def parse_yaml(text: str, source: str) -> Document:
    """Return the mapping that `text` holds, with the place of every value.

    Raises:
        InputError: not YAML, no mapping at the top, or a key twice.
    """
    yaml, root = _compose(text, source)
    if not isinstance(root, MappingNode):
        msg = f"{source}: {'empty' if root is None else 'not a mapping'}; write `key: value` lines"
        raise InputError(msg)
    document = Document(source, {})
    document.values = _Reader(yaml, document).read(root, ())
    return document


def parse_yaml_list(text: str, source: str, key: str) -> Document:
    """Return the list that `text` holds as the value of `key`, with the place of every value.

    Raises:
        InputError: not YAML, no list at the top, or a key twice.
    """
    yaml, root = _compose(text, source)
    if not isinstance(root, SequenceNode):
        msg = f"{source}: {'empty' if root is None else 'not a list'}; write `- key: value` items"
        raise InputError(msg)
    document = Document(source, {})
    document.values = {key: _Reader(yaml, document).read(root, (key,))}
    return document


def _compose(text: str, source: str) -> tuple[YAML, Node | None]:
    """Return YAML text as nodes that know where they stand."""
    _check_size(text, source)
    yaml = YAML(typ="safe", pure=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)
            return yaml, yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(source, mark.line + 1, mark.column + 1) if mark else Place(source)
        msg = f"{place}: not valid YAML: {error.problem}; mend this line"
        raise InputError(msg) from error
    except RecursionError as error:
        msg = f"{source}: nested too deep; write it with fewer levels"
        raise InputError(msg) from error
    except (YAMLError, ValueError) as error:
        msg = f"{source}: not valid YAML: {str(error).splitlines()[0]}; mend the file"
        raise InputError(msg) from error


def _check_size(text: str, source: str) -> None:
    """Refuse at once what would take the parser long: no file of settings is as large, or brackets within brackets as deep."""
    if len(text) > MAX_LENGTH:
        msg = f"{source}: {len(text)} characters are too many for a file of settings; is it the right file?"
        raise InputError(msg)
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            line = text.count("\n", 0, bracket.start()) + 1
            msg = f"{source}:{line}: nested too deep; write it with fewer levels"
            raise InputError(msg)


class _Reader:
    """Turns YAML nodes into values and notes where each stands."""

    def __init__(self, yaml: YAML, document: Document) -> None:
        self.yaml = yaml
        self.document = document
        self.seen = 0

    def read(self, node: Node, path: KeyPath) -> Any:  # noqa: ANN401 - YAML holds any value
        """Return the value of `node`, which stands at `path`."""
        self.seen += 1
        place = Place(self.document.source, node.start_mark.line + 1, node.start_mark.column + 1)
        if self.seen > MAX_NODES or len(path) > MAX_DEPTH:
            msg = f"{place}: this grows too large or too deep; write it out without YAML aliases"
            raise InputError(msg)
        self.document.places.setdefault(path, place)
        if isinstance(node, MappingNode):
            return dict(self._items(node, path))
        if isinstance(node, SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:timestamp":
            return node.value  # a date in a setting is text
        try:
            if node.tag in PLAIN:
                return self.yaml.constructor.construct_object(node)
            cause = None
        except (YAMLError, ValueError, LookupError) as error:
            cause = error
        msg = f"{place}: {dotted(path)}: cannot read {node.value!r}; write a plain value"
        raise InputError(msg) from cause

    def _items(self, node: MappingNode, path: KeyPath) -> Iterator[tuple[str, Any]]:
        """Yield the keys and values of a mapping; errors point at keys, so they are noted first."""
        known: dict[str, int] = {}
        for key_node, value_node in node.value:
            mark = key_node.start_mark
            place = Place(self.document.source, mark.line + 1, mark.column + 1)
            if not isinstance(key_node, ScalarNode):
                msg = f"{place}: a list or mapping as a key; write a plain name before the colon"
                raise InputError(msg)
            key = str(key_node.value)
            if key in known:
                where = dotted((*path, key))
                msg = f"{place}: {where}: stands twice, first on line {known[key]}; keep one"
                raise InputError(msg)
            known[key] = mark.line + 1
            self.document.places[(*path, key)] = place
            yield key, self.read(value_node, (*path, key))


def dotted(path: KeyPath) -> str:
    """Return a path as a user writes it: `head.C`."""
    return ".".join(str(part) for part in path)

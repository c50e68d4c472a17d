"""YAML text to plain values that know their line and column, and to checked sections.

YAML 1.2: `no` is text and `1e-3` is a number. A key that stands twice, a file that is no mapping and an
alias that grows without end are refused here; what the keys mean is for the section to say.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mediaframe.errors import InputError, Place, nearest

KeyPath = tuple[str | int, ...]

FILE_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
SNAKE_NAME = r"^[a-z][a-z0-9_]*$"
PATTERNS = {
    FILE_NAME: "write letters, digits, points, hyphens and underscores only, a letter or digit first",
    SNAKE_NAME: "write small letters, digits and underscores only, a letter first",
}

MAX_DEPTH = 50
MAX_NODES = 100_000  # an alias that doubles itself thirty times is an attack, not a setting


class Section(BaseModel):
    """A closed, immutable part of a YAML file."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


AnySection = TypeVar("AnySection", bound=BaseModel)


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


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file.

    Raises:
        InputError: the file is missing, a folder, or not UTF-8 (with the line of the first bad byte).
    """
    try:
        return decode(path.read_bytes(), str(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        msg = f"{path}: cannot be read ({reason}); check the path"
        raise InputError(msg) from error


def decode(content: bytes, source: str) -> str:
    """Return `content` as text without a byte-order mark, or say on which line it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        msg = f"{source}:{line}: byte 0x{byte:02x} is not UTF-8; save the file with UTF-8 encoding"
        raise InputError(msg) from error


def parse_yaml(text: str, source: str) -> Document:
    """Return the mapping that `text` holds, with the place of every value.

    Raises:
        InputError: not YAML, no mapping at the top, or a key twice.
    """
    yaml = YAML(typ="safe", pure=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)
            root = yaml.compose(text)
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
    if not isinstance(root, MappingNode):
        msg = f"{source}: {'empty' if root is None else 'not a mapping'}; write `key: value` lines"
        raise InputError(msg)
    document = Document(source, {})
    document.values = _Reader(yaml, document).read(root, ())
    return document


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
            return self.yaml.constructor.construct_object(node)
        except (YAMLError, ValueError, LookupError) as error:
            msg = f"{place}: {_dotted(path)}: cannot read {node.value!r}; write a plain value"
            raise InputError(msg) from error

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
                where = _dotted((*path, key))
                msg = f"{place}: {where}: stands twice, first on line {known[key]}; keep one"
                raise InputError(msg)
            known[key] = mark.line + 1
            self.document.places[(*path, key)] = place
            yield key, self.read(value_node, (*path, key))


def check(
    section: type[AnySection], document: Document, further_keys: Sequence[str] = ()
) -> AnySection:
    """Return `document` as a section, or say what is wrong with each of its values.

    `further_keys` may stand at the top too, for hints at misspelt ones.

    Raises:
        InputError: one line for each mistake, with its place, its key and a remedy.
    """
    try:
        return section.model_validate(document.values)
    except ValidationError as error:
        details = error.errors()
        lines = [
            _describe(detail, section, document, further_keys)
            for detail in details
            if not _follows(detail, details)
        ]
        raise InputError("\n".join(dict.fromkeys(lines))) from error


def _follows(detail: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    """Whether a list is called too short only because of a mistake in one of its items."""
    location = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(location)] == location and other["loc"] != location for other in details
    )


def _describe(
    detail: ErrorDetails,
    section: type[BaseModel],
    document: Document,
    further_keys: Sequence[str],
) -> str:
    """Return one mistake as `place: key: what, and what to do`."""
    path = _path_in_values(detail["loc"], document.values)
    if detail["type"] == "union_tag_invalid":
        path = (*path, "kind")
    place = document.place_of(path)
    where = f"{place}: {_dotted(path)}" if path else str(place)
    known = _keys_beside(detail["loc"], section) if detail["type"] == "extra_forbidden" else []
    if len(detail["loc"]) == 1:
        known += further_keys
    return f"{where}: {_explain(detail, known)}"


def _path_in_values(location: KeyPath, values: Any) -> KeyPath:  # noqa: ANN401 - YAML holds any value
    """Return where a mistake stands in the file: pydantic's path without the kinds of unions."""
    path: list[str | int] = []
    is_kind_read = False
    for part in location:
        if isinstance(values, Mapping):
            if values.get("kind") == part and not is_kind_read:
                is_kind_read = True
                continue
            values = values.get(str(part))
        elif isinstance(values, list) and isinstance(part, int) and part < len(values):
            values = values[part]
        else:
            break
        path.append(part)
        is_kind_read = False
    return tuple(path)


def _explain(detail: ErrorDetails, known: Sequence[str]) -> str:  # noqa: PLR0911 - a table
    """Return what is wrong and what to do about it; `known` are the keys allowed there."""
    given = _short(repr(detail["input"]))
    match detail["type"]:
        case "extra_forbidden":
            hint = nearest(str(detail["loc"][-1]), known) if known else "remove it"
            return f"unknown key; {hint}"
        case "missing" if isinstance(detail["loc"][-1], int):
            return "a value is missing; add it to the list"
        case "missing":
            return "missing; add it"
        case "union_tag_invalid":
            context = detail["ctx"]
            kinds = [name.strip(" '") for name in context["expected_tags"].split(",")]
            return f"unknown kind {context['tag']!r}; {nearest(context['tag'], kinds)}"
        case "literal_error":
            return f"is {given}, must be {detail['ctx']['expected']}"
        case "value_error":
            return str(detail["ctx"]["error"])
        case _:
            return f"is {'empty' if detail['input'] is None else given}; {_remedy(detail)}"


def _remedy(detail: ErrorDetails) -> str:
    """Return what to write instead, without the words of programmers."""
    remedies = {
        "tuple_type": "write a list: [a, b], or a line `- a` for each",
        "dict_type": "write `key: value` lines under it",
        "model_type": "write `key: value` lines under it",
    }
    if detail["type"] == "string_pattern_mismatch" and detail["ctx"]["pattern"] in PATTERNS:
        return PATTERNS[detail["ctx"]["pattern"]]
    if detail["type"] == "too_short":
        return f"give at least {detail['ctx']['min_length']}"
    return remedies.get(detail["type"], f"{detail['msg'][0].lower()}{detail['msg'][1:]}")


def _short(text: str, length: int = 80) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _keys_beside(location: KeyPath, section: type[BaseModel]) -> list[str]:
    """Return the keys allowed where a key was refused, following pydantic's path through the schema."""
    schema = section.model_json_schema()
    node = schema
    for part in location[:-1]:
        node = _resolve(node, schema)
        properties = node.get("properties", {})
        node = properties[part] if part in properties else _branch(node, str(part), schema)
    return list(_resolve(node, schema).get("properties", {}))


def _resolve(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, and an optional section to the section."""
    for option in node.get("anyOf", []):
        if option.get("type") != "null":
            node = option
            break
    if "$ref" in node:
        resolved: dict[str, Any] = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return resolved
    return node


def _branch(node: dict[str, Any], part: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Step into the union member, or the item of a list, that `part` names."""
    mapping = node.get("discriminator", {}).get("mapping", {})
    if part in mapping:
        return _resolve({"$ref": mapping[part]}, schema)
    items: dict[str, Any] = node.get("items", node.get("additionalProperties", node))
    return items


def _dotted(path: KeyPath) -> str:
    """Return a path as a user writes it: `head.C`."""
    return ".".join(str(part) for part in path)

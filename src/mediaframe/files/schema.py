"""Sections of YAML files: closed, immutable, and checked with a message for every mistake."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from mediaframe.errors import InputError, nearest
from mediaframe.files.text import shorten
from mediaframe.files.yaml import Document, KeyPath, dotted

FILE_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
SNAKE_NAME = r"^[a-z][a-z0-9_]*$"
PATTERNS = {
    FILE_NAME: "write letters, digits, points, hyphens and underscores only, a letter or digit first",
    SNAKE_NAME: "write small letters, digits and underscores only, a letter first",
}


NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Text that says something."""


class Section(BaseModel):
    """A closed, immutable part of a YAML file."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


AnySection = TypeVar("AnySection", bound=BaseModel)


def check(
    section: type[AnySection], document: Document, further_keys: Sequence[str] = ()
) -> AnySection:
    """Return `document` as a section, or say what is wrong with each of its values.

    `further_keys` may stand at the top too, for hints at misspelt ones.

    Raises:
        InputError: one line for each mistake, with its place, its key and a remedy.
    """
    try:
        if not issubclass(section, Section):  # what another tool wrote is taken as it comes
            return section.model_validate(document.values)
        # Strict: a text that looks like a number is a text all the same, and `true` is no number.
        return section.model_validate(_as_tuples(document.values), strict=True)
    except ValidationError as error:
        details = error.errors()
        lines = [
            _describe(detail, section, document, further_keys)
            for detail in details
            if not _follows(detail, details)
        ]
        raise InputError("\n".join(dict.fromkeys(lines))) from error


def _as_tuples(values: Any) -> Any:  # noqa: ANN401 - YAML holds any value
    """Return values with each list as a tuple, which is what sections hold."""
    if isinstance(values, dict):
        return {key: _as_tuples(value) for key, value in values.items()}
    return tuple(map(_as_tuples, values)) if isinstance(values, list) else values


def _as_lists(values: Any) -> Any:  # noqa: ANN401 - as above
    """Return values as the user wrote them."""
    if isinstance(values, dict):
        return {key: _as_lists(value) for key, value in values.items()}
    return list(map(_as_lists, values)) if isinstance(values, tuple) else values


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
    where = f"{place}: {dotted(path)}" if path else str(place)
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
    given = shorten(repr(_as_lists(detail["input"])))
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
        "bool_type": "write true or false",
        "tuple_type": "write a list: [a, b], or a line `- a` for each",
        "dict_type": "write `key: value` lines under it",
        "model_type": "write `key: value` lines under it",
    }
    if detail["type"] == "string_pattern_mismatch" and detail["ctx"]["pattern"] in PATTERNS:
        return PATTERNS[detail["ctx"]["pattern"]]
    if detail["type"] == "too_short":
        return f"give at least {detail['ctx']['min_length']}"
    return remedies.get(detail["type"], f"{detail['msg'][0].lower()}{detail['msg'][1:]}")


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

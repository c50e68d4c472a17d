"""What helps to write an experiment file: its JSON Schema, and a commented starter."""

from collections.abc import Iterator
from typing import Any

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mediaframe.config import DEFAULT_KINDS, ExperimentConfig
from mediaframe.config.file import EXTENDS, dump_yaml


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema of experiment files, for editors that check while one types."""
    schema = ExperimentConfig.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["properties"][EXTENDS] = {
        "type": "string",
        "description": "Another experiment file; what stands here is laid over it.",
    }
    # A file that extends another may leave the name to it, and the kind of head.
    schema["anyOf"] = [{"required": schema.pop("required")}, {"required": [EXTENDS]}]
    for key in DEFAULT_KINDS:
        section = schema["properties"][key]
        section["anyOf"] = section.pop("oneOf")
    return schema


def config_keys() -> dict[str, tuple[str, ...]]:
    """Return every key of experiment files, dotted as `-s` takes it, with its values where they can be listed."""
    schema = config_schema()
    found: dict[str, dict[str, None]] = {}

    def walk(part: dict[str, Any], path: tuple[str, ...]) -> None:
        if reference := part.get("$ref"):
            walk(schema["$defs"][reference.rpartition("/")[2]], path)
        for choice in (*part.get("anyOf", ()), *part.get("oneOf", ())):
            walk(choice, path)
        values = part.get("enum", [part["const"]] if "const" in part else [])
        values = values or {"boolean": ["true", "false"], "null": ["null"]}.get(
            str(part.get("type")), []
        )
        if path and not part.keys() & {"properties", "$ref", "anyOf", "oneOf"}:
            found.setdefault(".".join(path), {}).update(dict.fromkeys(map(str, values)))
        for name, inner in part.get("properties", {}).items():
            walk(inner, (*path, name))

    walk({key: value for key, value in schema.items() if key != "anyOf"}, ())
    found.pop(EXTENDS)  # stands in a file
    return {key: tuple(values) for key, values in found.items()}


OWN_CODEBOOK = """\
name: weather
version: "1"
lexicon:                 # words that give a label away; the forms of one are parted by |
  rain_word: [rain | rains | rained, storm | storms, downpour]
  warning_word: [warn | warns | warned, alert | alerts]
labels:
  - name: rain_report
    definition: The sentence says that it rained or will rain.
    rule: [[rain_word]]  # the rule baseline; leave rule and lexicon out if you have none
  - name: warning
    definition: The sentence warns of rain.
    rule: [[warning_word], [rain_word]]   # a word of each line must occur
"""
"""A small codebook, shown in the starter."""


def starter() -> str:
    """Return a complete experiment file in which a comment explains every key."""
    lines = [
        "# An experiment of mediaframe: `mediaframe run THIS_FILE`. Every key is optional but `name`."
    ]
    lines += _commented(ExperimentConfig(name="my-experiment"), "")
    lines += ["#", "# Labels of your own are a file that `codebook` names, for example:", "#"]
    lines += [f"#   {line}" for line in OWN_CODEBOOK.splitlines()]
    return "\n".join(lines) + "\n"


def _commented(section: BaseModel, indent: str) -> Iterator[str]:
    """Yield the lines of a section, each key under its meaning, range and choices."""
    for name, info in type(section).model_fields.items():
        value = getattr(section, name)
        if name != "kind":
            yield f"{indent}# {info.description}{_range(info)}"
        if isinstance(value, BaseModel):
            yield f"{indent}{name}:"
            yield from _commented(value, indent + "  ")
        else:
            plain = section.model_dump(mode="json")[name]
            choices = _choices(section) if name == "kind" else ""
            yield f"{indent}{dump_yaml({name: plain}).strip()}{choices}"


def _range(info: FieldInfo) -> str:
    """Return the allowed range of a number, as far as it is bounded."""
    signs: dict[type, str] = {Ge: "at least", Gt: "above", Le: "at most", Lt: "below"}
    bounds = [
        f"{sign} {getattr(bound, kind.__name__.lower())}"
        for kind, sign in signs.items()
        for bound in info.metadata
        if isinstance(bound, kind)
    ]
    return f" ({', '.join(bounds)})" if bounds else ""


def _choices(section: BaseModel) -> str:
    """Return the kinds that stand beside the kind of a section."""
    for key in DEFAULT_KINDS:
        kinds = config_schema()["properties"][key]["discriminator"]["mapping"]
        if getattr(section, "kind", None) in kinds:
            return f"  # one of {', '.join(kinds)}"
    return ""

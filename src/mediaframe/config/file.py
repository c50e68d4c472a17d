"""Experiment files: read with `extends` and `-s key=value`, and written with every default."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from mediaframe.codebook import BUNDLED
from mediaframe.config import DEFAULT_KINDS, ExperimentConfig
from mediaframe.errors import InputError
from mediaframe.files.schema import check
from mediaframe.files.yaml import Document, KeyPath, parse_yaml, read_yaml

EXTENDS = "extends"
_OVERRIDE = re.compile(r"\w+(\.\w+)*=[^\r\n]*")
PATH_KEYS: tuple[tuple[str, ...], ...] = (
    ("corpus", "path"),
    ("corpus", "further"),
    ("codebook",),
    ("features", "embeddings", "path"),
    ("features", "external", "path"),
    ("head", "path"),
)


def load_config(
    path: str | Path,
    overrides: Sequence[str] = (),
    *,
    settings: Sequence[Document] = (),
    folder: Path | None = None,
) -> ExperimentConfig:
    """Return the experiment in a file, with `key=value` overrides applied; paths in it become absolute.

    Paths in overrides are relative to `folder`, by default the working folder. `settings` of another file are laid over
    it as overrides are.

    Raises:
        InputError: one line for every mistake, as `file:line:column: key: what, and what to do`.
    """
    document = _read_with_bases(Path(path), ())
    anchor = folder or Path.cwd()
    over = [*settings, *(_parse_override(override, anchor) for override in overrides)]
    if over:  # laid over each other first, so that their order does not matter
        document = _merge(document, reduce(_merge, over))
    return check(ExperimentConfig, document, further_keys=(EXTENDS,))


def _read_with_bases(path: Path, above: tuple[Path, ...]) -> Document:
    """Return a file merged over the files that it extends."""
    document = read_yaml(path)
    _anchor_paths(document, path.parent)
    if EXTENDS not in document.values:
        _name_kinds(document)
        return document
    base = document.values.pop(EXTENDS)
    place = document.place_of((EXTENDS,))
    if not isinstance(base, str):
        msg = f"{place}: extends: is {'empty' if base is None else repr(base)}; name one file"
        raise InputError(msg)
    base_path = Path(os.path.normpath(path.parent / base))
    if base_path in (*above, path):
        msg = f"{place}: extends: {base} leads back to this file; break the circle"
        raise InputError(msg)
    if not os.path.isfile(base_path):  # noqa: PTH113 - a name too long to exist is no error here
        msg = f"{place}: extends: no file at {base_path}; check the path"
        raise InputError(msg)
    return _merge(_read_with_bases(base_path, (*above, path)), document)


def _name_kinds(document: Document) -> None:
    """Name the kinds that a file leaves to the default, so that another kind laid over it replaces the section."""
    for key, kind in DEFAULT_KINDS.items():
        section = document.values.setdefault(key, {})
        if isinstance(section, dict):
            section.setdefault("kind", kind)


def _parse_override(override: str, folder: Path) -> Document:
    """Return `a.b=value` as a document that says just that."""
    key, _, text = override.partition("=")
    source = f"-s {override}"
    if not _OVERRIDE.fullmatch(override):
        msg = f"{source}: write key=value on one line, for example -s head.C=1"
        raise InputError(msg)
    if key == EXTENDS:
        msg = f"{source}: extends stands in a file; write it there"
        raise InputError(msg)
    value = parse_yaml(f"{key}: {text}", source).values[key]
    document = Document(source, _nested(key, value))
    _anchor_paths(document, folder)
    return document


def _nested(key: str, value: Any) -> Any:  # noqa: ANN401 - YAML holds any value
    """Return `a.b` and a value as mappings, one in the other."""
    for part in reversed(key.split(".")):
        value = {part: value}
    return value


def settings_at(document: Document, path: KeyPath, folder: Path) -> Document:
    """Return the settings that a mapping in a document gives by dotted keys; they know where they stand.

    Args:
        document: what holds them.
        path: keys that lead to the mapping.
        folder: what paths in it are relative to.
    """
    given: Any = document.values
    for key in path:
        given = given[key]
    settings = Document(document.source, {}, {(): document.place_of(path)})
    for key, value in (given or {}).items():
        one = Document(document.source, _nested(key, value))
        parts = tuple(key.split("."))
        inside = (*path, key)
        for place_path, place in document.places.items():
            if place_path[: len(inside)] == inside:
                one.places[(*parts, *place_path[len(inside) :])] = place
        for length in range(1, len(parts)):
            one.places[parts[:length]] = document.place_of(inside)
        settings = _merge(settings, one)
    _anchor_paths(settings, folder)
    return settings


def _anchor_paths(document: Document, folder: Path) -> None:
    """Make the paths in a document absolute: they are relative to `folder`."""

    def anchor(path: str) -> str:
        return path if path in (BUNDLED, "") else os.path.normpath(folder.absolute() / path)

    _change_paths(document.values, anchor)


def input_paths(config: ExperimentConfig) -> list[str]:
    """Return every path that an experiment reads, but what ships."""
    paths: list[str] = []

    def note(path: str) -> str:
        paths.append(path)
        return path

    _change_paths(config.model_dump(mode="json"), note)
    return [path for path in paths if path not in (BUNDLED, "")]


def _change_paths(values: Any, change: Callable[[str], str]) -> None:  # noqa: ANN401 - YAML holds any value
    """Change every path that settings say."""
    for *outer, key in PATH_KEYS:
        section = values
        for name in outer:
            section = section.get(name) if isinstance(section, dict) else None
        said = section.get(key) if isinstance(section, dict) else None
        if isinstance(said, str):
            section[key] = change(said)
        elif isinstance(said, list):
            section[key] = [change(one) if isinstance(one, str) else one for one in said]


def _merge(base: Document, over: Document) -> Document:
    """Return `base` with the values of `over` laid over it, places included."""
    merged = Document(over.source, _merge_values(base.values, over.values, ()))
    merged.places = {
        path: place for path, place in base.places.items() if not _says(over.values, path)
    }
    merged.places |= over.places
    merged.places |= {
        path: over.place_of(path) for path in _paths(over.values, ()) if path not in over.places
    }
    return merged


def _merge_values(base: Any, over: Any, path: KeyPath) -> Any:  # noqa: ANN401 - YAML holds any value
    """Merge mappings key by key; a mapping of another `kind` replaces the one below it."""
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    if "kind" in over and over["kind"] != base.get("kind", over["kind"]):
        return over
    return {
        key: _merge_values(base[key], over[key], (*path, key))
        if key in base and key in over
        else over.get(key, base.get(key))
        for key in {**base, **over}
    }


def _says(values: Any, path: KeyPath) -> bool:  # noqa: ANN401 - YAML holds any value
    """Whether a document gives a value of its own at `path`."""
    for part in path:
        if not isinstance(values, dict):
            return True
        if part not in values:
            return False
        values = values[part]
    return not isinstance(values, dict)


def _paths(values: Any, path: KeyPath) -> Iterator[KeyPath]:  # noqa: ANN401 - YAML holds any value
    """Yield the path of every value of a document."""
    if path:
        yield path
    if isinstance(values, dict):
        for key, value in values.items():
            yield from _paths(value, (*path, key))


def dump_config(config: ExperimentConfig, folder: Path) -> str:
    """Return an experiment as YAML with every default; paths in it are relative to `folder`."""
    values = config.model_dump(mode="json")

    def relate(path: str) -> str:
        if path == BUNDLED:
            return path
        relative = Path(os.path.relpath(path, folder)).as_posix()
        return f"./{relative}" if relative == BUNDLED else relative

    _change_paths(values, relate)
    return dump_yaml(values)


def dump_yaml(values: dict[str, Any]) -> str:
    """Return YAML with a key a line and lists on one line."""
    yaml = YAML()
    yaml.width = 100
    text = StringIO()
    yaml.dump(_lists_in_line(values), text)
    return text.getvalue()


def _lists_in_line(value: Any) -> Any:  # noqa: ANN401 - any plain value
    if isinstance(value, dict):
        return {key: _lists_in_line(item) for key, item in value.items()}
    if isinstance(value, list):
        line = CommentedSeq(value)
        line.fa.set_flow_style()
        return line
    return value

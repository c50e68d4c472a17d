"""Corpora as UIMA CAS: a folder with a type system and one XMI document an article.

Each sentence is an annotation of DKPro Core's type `Sentence` with two more features: `framing`, its labels as `a|b`, and
`columns`, everything else about it as JSON. Needs the extra `cas`.
"""

import json
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from mediaframe.article.sentences import by_article, place_in_articles
from mediaframe.data.formats.fields import LABELS
from mediaframe.errors import InputError, Place
from mediaframe.files.cells import LABEL_SEPARATOR
from mediaframe.files.folders import new_folder
from mediaframe.files.rows import PlacedRow, Row, parse_rows
from mediaframe.files.text import check_file
from mediaframe.files.writing import write_text

TYPE_SYSTEM = "TypeSystem.xml"

_SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
_FRAMING, _COLUMNS = "framing", "columns"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _cassis() -> Any:  # noqa: ANN401 - a module
    try:
        return import_module("cassis")
    except ImportError as error:
        msg = "cas: the package dkpro-cassis is missing; run: pip install 'mediaframe[cas]'"
        raise InputError(msg) from error


def read_cas(folder: Path) -> list[PlacedRow]:
    """Return the sentences of all `.xmi` files, in the order of the files' names.

    In documents from elsewhere, whose sentences have no `columns`, the article is called as its file.

    Raises:
        InputError: no type system, no documents, damaged ones, or sentences that have no feature `framing`.
    """
    cassis = _cassis()
    documents = sorted(folder.glob("*.xmi"))
    if not documents or not (folder / TYPE_SYSTEM).is_file():
        msg = f"{folder}: no {TYPE_SYSTEM} with .xmi files beside it; export the documents as UIMA CAS XMI into one folder"
        raise InputError(msg)
    types = _load(cassis.load_typesystem, folder / TYPE_SYSTEM)
    if not types.contains_type(_SENTENCE) or not types.get_type(_SENTENCE).get_feature(_FRAMING):
        msg = f"{folder / TYPE_SYSTEM}: no feature {_FRAMING!r} in type {_SENTENCE}; add it, as text like `a|b`"
        raise InputError(msg)
    return [
        placed
        for path in documents
        for placed in _document_rows(path, _load(cassis.load_cas_from_xmi, path, typesystem=types))
    ]


def _load(load: Any, path: Path, **options: Any) -> Any:  # noqa: ANN401 - cassis is untyped
    try:
        check_file(path)
        return load(path, **options)
    except Exception as error:
        msg = f"{path}: not a readable UIMA file ({error}); is it complete? export it again"
        raise InputError(msg) from error


def _document_rows(path: Path, cas: Any) -> Iterator[PlacedRow]:  # noqa: ANN401 - cassis is untyped
    for number, sentence in enumerate(cas.select(_SENTENCE), start=1):
        place = Place(f"{path}: sentence {number}")
        columns = _columns(getattr(sentence, _COLUMNS, None), place)
        framing = getattr(sentence, _FRAMING)
        yield (
            place,
            {
                "sentence_id": f"{path.stem}:{number}",
                "article_id": path.stem,
                "text": sentence.get_covered_text(),
                **columns,
                LABELS: columns.get(LABELS, "") if framing is None else framing,
            },
        )


def _columns(text: str | None, place: Place) -> Row:
    _, columns = parse_rows(text or "{}", "jsonl", f"{place}: {_COLUMNS}")[0]
    return columns


def write_cas(rows: Sequence[Row], folder: Path) -> None:
    """Write a document an article, numbered in the order in which articles first occur; rows come back so ordered.

    XML lacks some characters, NUL among them: the document shows U+FFFD in their place, `columns` holds the true text.
    """
    cassis = _cassis()
    sentences = place_in_articles(
        *([str(row[key]) for row in rows] for key in ("text", "article_id", "sentence_id"))
    )
    types = cassis.TypeSystem()
    sentence_type = types.create_type(_SENTENCE, supertypeName="uima.tcas.Annotation")
    for feature in (_FRAMING, _COLUMNS):
        types.create_feature(sentence_type, feature, "uima.cas.String")
    with new_folder(folder) as partial:
        write_text(partial / TYPE_SYSTEM, types.to_xml())
        for number, members in enumerate(by_article(sentences), start=1):
            cas = cassis.Cas(types)
            shown = " ".join(sentences[member].text for member in members)
            cas.sofa_string = _NOT_IN_XML.sub("\ufffd", shown)
            cas.sofa_mime = "text/plain"
            for member in members:
                sentence = sentences[member]
                features = _features(rows[member])
                cas.add(sentence_type(begin=sentence.start, end=sentence.end, **features))
            write_text(partial / f"{number:06}.xmi", cas.to_xmi())


def _features(row: Row) -> dict[str, str | None]:
    framing = None if row[LABELS] is None else LABEL_SEPARATOR.join(row[LABELS])
    held = set() if framing is None else {LABELS}
    if not _NOT_IN_XML.search(row["text"]):
        held.add("text")
    columns = {column: value for column, value in row.items() if column not in held}
    return {_FRAMING: framing, _COLUMNS: json.dumps(columns)}

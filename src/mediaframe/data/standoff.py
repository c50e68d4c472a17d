"""Standoff: the labels of a corpus without its texts, which belong to others; whoever has the texts joins both again.

A sentence is known by a digest of its text, in which case, white space, marks and kinds of letters (`unified`) do not count, and
by its number of words, so that it is found in a whole article too, however that is cut.

A file is JSON Lines: first what it is, then a line an article, `{"article_id": …, "columns": {…}, "sentences": […]}`, whose
sentences are `[id, digest, words, labels, {…}]` in article order. In the last place stand a coder's labels where they differ
from those that were settled, null where the coder did not code, and columns that differ within the article.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from mediaframe.codebook import Codebook
from mediaframe.data.formats.fields import CODER_PREFIX, IDS_AND_TEXT, LABELS
from mediaframe.errors import InputError, Place, nearest
from mediaframe.files.folders import new_file
from mediaframe.files.rows import PlacedRow, Row, parse_rows
from mediaframe.files.schema import Section
from mediaframe.files.text import read_text
from mediaframe.files.writing import open_text

SIDES = 3  # one article in so many is set aside
ENDING = ".jsonl"
DIGITS = 16  # of a digest in hexadecimal: two texts of a thousand million share one by chance once in forty times
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_MARKS = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚`", "'"), **dict.fromkeys("–—−", "-")}
)


class StandoffHeader(Section):
    """What a standoff file says of itself."""

    standoff: Literal[1] = Field(1, description="Version of the format.")
    name: str = Field(description="Name of the corpus.")
    codebook: str = Field(description="Name and version of the codebook.")
    coders: tuple[str, ...] = Field((), description="Columns of the coders.")
    columns: tuple[str, ...] = Field((), description="Further columns.")
    texts: str = Field("", description="Where the texts are to be had.")
    licence: str = Field("", description="Licence of the texts.")


@dataclass(frozen=True)
class Wanted:
    """A sentence without its text."""

    row: Row  # all columns but the text
    digest: str
    words: int


@dataclass(frozen=True)
class Standoff:
    """The labels of a corpus, in its order."""

    header: StandoffHeader
    sentences: tuple[Wanted, ...]


def unified(text: str) -> str:
    r"""Return a text as digests know it.

    >>> unified("It’s  a “re­port”, SHE said.")
    'it\'s a "report", she said.'
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text).translate(_MARKS))
    return " ".join(plain.casefold().split())


def digest_of(text: str) -> str:
    """Return the digest that a sentence is known by."""
    return sha256(unified(text).encode()).hexdigest()[:DIGITS]


def shipped_standoff() -> dict[str, Path]:
    """Return the standoff files that ship, by name."""
    folder = Path(str(files("mediaframe.data") / "standoff"))
    return {path.stem: path for path in sorted(folder.glob(f"*{ENDING}"))}


def is_set_aside(article_id: str) -> bool:
    """Whether a real article that ships as standoff is of the third that only the last table of a study may see."""
    return int(sha256(article_id.encode()).hexdigest(), 16) % SIDES == 0


def write_standoff(
    placed: Sequence[PlacedRow],
    path: Path,
    codebook: Codebook,
    columns: Sequence[str],
    **header: str,
) -> None:
    """Write rows of a corpus, as `read_format` gives them, without their texts.

    Args:
        placed: rows in article order.
        path: a new file, which appears whole.
        codebook: the one of the labels.
        columns: the further columns to keep; none is kept that is not named, as it could hold text.
        header: `name`, `texts` and `licence` of the header.

    Raises:
        InputError: no such column, or it is the text.
    """
    rows = [row for _, row in placed]
    for column in columns:
        if column not in rows[0] or column in (*IDS_AND_TEXT, LABELS):
            others = set(rows[0]) - {*IDS_AND_TEXT, LABELS}
            msg = f"--column {column}: no further column of {placed[0][0].source}; {nearest(column, others)}"
            raise InputError(msg)
    coders = [column for column in rows[0] if column.startswith(CODER_PREFIX)]
    told = StandoffHeader(
        codebook=f"{codebook.name} {codebook.version}",
        coders=tuple(coders),
        columns=tuple(columns),
        **header,
    )
    articles: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        articles[row["article_id"]].append(row)
    with new_file(path) as partial, open_text(partial) as target:
        for line in (told.model_dump(mode="json"), *(_pack(a, told) for a in articles.values())):
            target.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def _pack(rows: Sequence[Row], told: StandoffHeader) -> Row:
    """Return the line of an article."""
    first = rows[0]
    alike = [column for column in told.columns if all(row[column] == first[column] for row in rows)]
    varying = [column for column in told.columns if column not in alike]
    sentences = []
    for row in rows:
        further = {coder: row[coder] for coder in told.coders if row[coder] != row[LABELS]}
        further |= {column: row[column] for column in varying if row[column] is not None}
        words = len(unified(row["text"]).split())
        known = [row["sentence_id"], digest_of(row["text"]), words, row[LABELS]]
        sentences.append([*known, further] if further else known)
    columns = {column: first[column] for column in alike if first[column] is not None}
    return {"article_id": first["article_id"], "columns": columns, "sentences": sentences}


def read_standoff(path: str | Path) -> Standoff:
    """Return the standoff of a file, or the one that ships under a name.

    Raises:
        InputError: missing, or no standoff file, with the line.
    """
    file = shipped_standoff().get(str(path), Path(path))
    if not file.exists():
        msg = f"{path}: no such file; name a standoff file, or one that ships: {', '.join(shipped_standoff())}"
        raise InputError(msg)
    (place, first), *lines = parse_rows(read_text(file), "jsonl", str(file))
    try:
        header = StandoffHeader.model_validate(first)
    except ValidationError as error:
        reason = error.errors()[0]["msg"]
        msg = f"{place}: no standoff file ({reason}); write one by `mediaframe data standoff CORPUS -o FILE`"
        raise InputError(msg) from error
    return Standoff(header, tuple(each for line in lines for each in _unpack(*line, header)))


def _unpack(place: Place, line: Mapping[str, Any], header: StandoffHeader) -> Iterator[Wanted]:
    """Yield the sentences of the line of an article."""
    try:
        for sentence in line["sentences"]:
            known, further = sentence[:4], dict(*sentence[4:])
            sentence_id, digest, words, labels = known
            row: Row = {"sentence_id": str(sentence_id), "article_id": str(line["article_id"])}
            row |= {LABELS: labels} | {coder: further.get(coder, labels) for coder in header.coders}
            columns = dict(line["columns"]) | further
            row |= {column: columns.get(column) for column in header.columns}
            yield Wanted(row, str(digest), int(words))
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{place}: not the line of an article ({error!r}); restore the file"
        raise InputError(msg) from error

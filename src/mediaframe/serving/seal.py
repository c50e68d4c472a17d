"""What seals a model to its reader: what the reader says of the probe. Its behaviour counts, not its code."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

from mediaframe.model.features import ReadingVectorizer
from mediaframe.reader.probe import probe_sentences
from mediaframe.reader.terms import FORM_SEPARATOR
from mediaframe.serving.manifest import ReaderSeal

_Pairs = tuple[tuple[str, tuple[str, ...]], ...]


def seal_reader(reader: ReadingVectorizer) -> ReaderSeal:
    """Return the names of a reader's columns, and the digest of what it says under these names.

    Raises:
        ValueError: it does not know one of its columns.
    """
    columns = tuple(reader.get_feature_names_out().tolist())
    rules = json.dumps(list(reader.rules.items()))
    says = _digest(_pairs(reader.terms), rules, reader.neighbours, columns)
    return ReaderSeal(columns=columns, says_sha256=says)


def _pairs(terms: Mapping[str, Sequence[str]]) -> _Pairs:
    return tuple((name, tuple(lines)) for name, lines in terms.items())


@lru_cache(maxsize=8)
def _digest(terms: _Pairs, rules: str, neighbours: int, columns: tuple[str, ...]) -> str:
    """Return the sha256 of the words that are known and of the columns that each sentence fills, both in sorted order."""
    reader = ReadingVectorizer(dict(terms), dict(json.loads(rules)), neighbours, columns=columns)
    rows = reader.transform(probe_sentences())
    said = [
        sorted(columns[column] for column in rows.indices[first:last].tolist())
        for first, last in pairwise(rows.indptr.tolist())
    ]
    words = {
        (name, form.strip())
        for name, lines in terms
        for line in lines
        for form in line.split(FORM_SEPARATOR)
    }
    return sha256(json.dumps([sorted(words), said]).encode()).hexdigest()

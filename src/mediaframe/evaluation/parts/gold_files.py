"""Files of gold: marked-up YAML, or rows of a coded corpus."""

from collections.abc import Sequence
from pathlib import Path

from mediaframe.article.sentences import Sentence
from mediaframe.codebook import Codebook
from mediaframe.errors import InputError
from mediaframe.evaluation.parts.coded_rows import read_coded_rows, read_labels
from mediaframe.evaluation.parts.gold import GoldArticle
from mediaframe.evaluation.parts.markup import read_markup
from mediaframe.files.columns import AS_NAMED, Columns
from mediaframe.files.rows import READ_SUFFIXES
from mediaframe.files.stream import STDIN
from mediaframe.files.text import read_text
from mediaframe.serving.predictions import read_inputs

MARKUP = frozenset([".yaml", ".yml"])


def is_markup(name: str) -> bool:
    """Whether a file holds marked-up gold, by its ending."""
    return Path(name).suffix.lower() in MARKUP


def read_gold(
    files: Sequence[str], codebook: Codebook, columns: Columns = AS_NAMED
) -> list[GoldArticle]:
    """Return the articles of all files, in the order given.

    Raises:
        InputError: unreadable, not coded, or an article that stands in two of the files; one line for each fault.
    """
    articles: list[GoldArticle] = []
    first: dict[str, str] = {}
    for name in files:
        for article in _articles_in(name, codebook, columns):
            article_id = article[0].sentence.article_id
            if first.setdefault(article_id, name) != name:
                msg = f"{name}: article_id: {article_id!r} stands already in {first[article_id]}; name each article once"
                raise InputError(msg)
            articles.append(article)
    return articles


def _articles_in(name: str, codebook: Codebook, columns: Columns) -> list[GoldArticle]:
    if name == STDIN:
        msg = "standard input: no gold; name files, as a message tells where a fault stands"
        raise InputError(msg)
    if is_markup(name):
        return read_markup(read_text(Path(name)), name, codebook)
    return read_coded_rows(Path(name), codebook, columns)


def sentences_in(
    names: Sequence[str],
    file_format: str | None,
    unit: str,
    codebook: Codebook,
    columns: Columns = AS_NAMED,
) -> list[Sentence]:
    """Return the sentences of files of articles or sentences, or of marked-up gold.

    Raises:
        InputError: unreadable, or gold and other files together.
    """
    if not any(map(is_markup, names)):
        return read_inputs(names, file_format, unit, columns)
    if not all(map(is_markup, names)):
        msg = f"{', '.join(names)}: marked-up gold (.yaml) and other files; read them one kind at a time"
        raise InputError(msg)
    return [item.sentence for article in read_gold(names, codebook) for item in article]


def labels_in(
    names: Sequence[str], codebook: Codebook, columns: Columns = AS_NAMED
) -> dict[str, frozenset[str]]:
    """Return the labels of each sentence that the files code, by its id."""
    labels: dict[str, frozenset[str]] = {}
    for name in names:
        if is_markup(name):
            coded = [item for article in read_gold([name], codebook) for item in article]
            labels |= {
                item.sentence.sentence_id: item.labels for item in coded if item.labels is not None
            }
        elif Path(name).suffix.lower() in READ_SUFFIXES:
            labels |= read_labels(Path(name), codebook, columns)
    return labels

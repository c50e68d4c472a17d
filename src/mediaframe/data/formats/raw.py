"""Raw articles, cut into sentences: text files, folders of them, or rows that hold an article each."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mediaframe.article.cutting import cut_article
from mediaframe.errors import InputError, Place
from mediaframe.files.cells import text_value
from mediaframe.files.columns import AS_NAMED, Columns, name_columns
from mediaframe.files.rows import PlacedRow, read_rows
from mediaframe.files.text import read_text


def read_articles(path: Path, columns: Columns = AS_NAMED) -> list[PlacedRow]:
    """Return one row a sentence, with `start` and `end` as characters of its article.

    A `.txt` file is an article named by its stem, a folder holds many; in a table each row is one,
    with `article_id` and `text`, and its other columns go to each of its sentences.

    Raises:
        InputError: unreadable, no text, or two articles of one name.
    """
    if path.is_dir():
        files = sorted(path.rglob("*.txt"))
        if not files:
            msg = f"{path}: no .txt file in it; name the folder of the articles"
            raise InputError(msg)
        articles = [(Place(str(file)), _row_of(file)) for file in files]
    elif path.suffix.lower() == ".txt":
        articles = [(Place(str(path)), _row_of(path))]
    else:
        articles = name_columns(read_rows(path), columns)
    return list(_cut(articles))


def _row_of(file: Path) -> dict[str, str]:
    return {"article_id": file.stem, "text": read_text(file)}


def _cut(articles: Sequence[PlacedRow]) -> Iterator[PlacedRow]:
    seen: dict[str, Place] = {}
    for place, row in articles:
        article_id = text_value(row, "article_id", place)
        if article_id in seen:
            msg = f"{place}: article_id: {article_id!r} stands already at {seen[article_id]}; give each article its own"
            raise InputError(msg)
        seen[article_id] = place
        for sentence in cut_article(text_value(row, "text", place), article_id):
            yield (
                place,
                {
                    **row,
                    "sentence_id": sentence.sentence_id,
                    "article_id": article_id,
                    "text": sentence.text,
                    "start": str(sentence.start),
                    "end": str(sentence.end),
                },
            )

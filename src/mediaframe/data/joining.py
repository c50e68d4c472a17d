"""Labels and texts joined: the sentences of a standoff file found in whatever texts somebody has."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mediaframe.article.cutting import cut_article
from mediaframe.data.standoff import Standoff, Wanted, digest_of
from mediaframe.errors import InputError
from mediaframe.files.cells import text_value
from mediaframe.files.columns import check_columns
from mediaframe.files.rows import Row, read_rows
from mediaframe.files.text import read_text

SHOWN = 5  # articles whose sentences are missing, by name


@dataclass(frozen=True)
class Joined:
    """A corpus with its texts, and what was not found."""

    rows: list[Row]
    missing: list[Wanted]

    def told(self) -> str:
        """Return how many sentences were found, and where the missing ones stand."""
        found = f"{len(self.rows)} of {len(self.rows) + len(self.missing)} sentences found"
        if not self.missing:
            return found
        lost = Counter(each.row["article_id"] for each in self.missing)
        whole = len(set(lost) - {row["article_id"] for row in self.rows})
        named = ", ".join(f"{article} {count}" for article, count in lost.most_common(SHOWN))
        more = ", …" if len(lost) > SHOWN else ""
        nothing = f"; of {whole} articles nothing was found" if whole else ""
        return f"{found}, {len(self.missing)} missing by article: {named}{more}{nothing}"


def join_texts(standoff: Standoff, texts: Path) -> Joined:
    """Return the corpus of a standoff file, with the text of each sentence that is found in `texts`.

    A sentence is looked for as a row, then as our cutter cuts texts, then, in articles of which another sentence was found,
    as any run of words.

    Args:
        standoff: the labels.
        texts: rows of sentences or articles (.jsonl, .csv, .parquet), a .txt file, or a folder with .txt files.

    Raises:
        InputError: unreadable, no text, or none of the sentences is in it.
    """
    wanted: dict[str, list[Wanted]] = defaultdict(list)
    of_article: dict[str, list[Wanted]] = defaultdict(list)
    for each in standoff.sentences:
        wanted[each.digest].append(each)
        of_article[each.row["article_id"]].append(each)
    found: dict[str, str] = {}
    for pieces in _read_articles(texts):
        here = dict(_look_up(pieces, wanted))
        articles = {each.row["article_id"] for digest in here for each in wanted[digest]}
        near = [each for article in sorted(articles) for each in of_article[article]]
        rest = [each for each in near if each.digest not in here]
        for digest, text in (*here.items(), *_look_through(" ".join(pieces), rest)):
            found.setdefault(digest, text)
    rows, missing = [], []
    for each in standoff.sentences:
        if each.digest in found:
            ids = {key: each.row[key] for key in ("sentence_id", "article_id")}
            rows.append({**ids, "text": found[each.digest], **each.row})
        else:
            missing.append(each)
    if not rows:
        where = standoff.header.texts or "its header does not say where they are to be had"
        msg = f"{texts}: holds none of the {len(missing)} sentences of {standoff.header.name}; give its texts ({where})"
        raise InputError(msg)
    return Joined(rows, missing)


def _read_articles(texts: Path) -> Iterator[list[str]]:
    """Yield the texts of each article: its sentences, or one text that is not cut."""
    if texts.is_dir():
        files = sorted(texts.rglob("*.txt"))
        if not files:
            msg = f"{texts}: no .txt file in it; name the folder of the articles, or a file of rows"
            raise InputError(msg)
        yield from ([read_text(file)] for file in files)
    elif texts.suffix.lower() == ".txt":
        yield [read_text(texts)]
    else:
        placed = read_rows(texts)
        check_columns(placed, ["text"])
        articles: dict[str, list[str]] = defaultdict(list)
        for number, (place, row) in enumerate(placed):
            articles[str(row.get("article_id") or f"#{number}")].append(
                text_value(row, "text", place)
            )
        yield from articles.values()


def _look_up(pieces: Sequence[str], wanted: dict[str, list[Wanted]]) -> Iterator[tuple[str, str]]:
    """Yield digest and text of the sentences that stand there as such."""
    for piece in pieces:
        digest = digest_of(piece)
        if digest in wanted:
            yield digest, piece
            continue
        for sentence in cut_article(piece, ""):
            digest = digest_of(sentence.text)
            if digest in wanted:
                yield digest, sentence.text


def _look_through(text: str, rest: Sequence[Wanted]) -> Iterator[tuple[str, str]]:
    """Yield digest and text of the runs of words that are sentences, however they are cut."""
    if not rest:
        return
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    lengths = {each.words for each in rest}
    digests = {each.digest for each in rest}
    for length in lengths:
        for first, last in zip(spans, spans[length - 1 :], strict=False):
            run = text[first[0] : last[1]]
            if (digest := digest_of(run)) in digests:
                yield digest, run

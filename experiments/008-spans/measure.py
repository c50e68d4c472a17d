"""Compare sources and cues read from Wikinews with those that people marked in GUM.

Usage: python measure.py CORPORA [-o results.json]; CORPORA holds gum-news.jsonl.
"""

import argparse
import json
from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from mediaframe.codebook import load_codebook
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms, read_article

Span = tuple[str, int, int]
"""Sentence, first character, last character (exclusive)."""

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def is_set_aside(article: str) -> bool:
    """Whether an article belongs to the third that nobody read or scored on while rules were written."""
    return int(sha256(article.encode()).hexdigest(), 16) % 3 == 0


def found_in(article: list[dict[str, str]]) -> dict[str, set[Span]]:
    """Return the sources and cues that reading finds, verbs and phrases only, as people marked them."""
    found: dict[str, set[Span]] = {"source": set(), "cue": set()}
    for row, reading in zip(
        article, read_article(LEXICON, [row["text"] for row in article]).sentences, strict=True
    ):
        for item in reading.attributions:
            for role, tokens in (("source", item.source), ("cue", item.cue)):
                if tokens is not None and not item.is_noun and tokens[0] < tokens[1]:
                    found[role].add((row["sentence_id"], *reading.tokens.span(*tokens)))
    return found


def marked_in(article: list[dict[str, list[dict[str, list[list[int]]]]]]) -> dict[str, set[Span]]:
    """Return the sources and cues that people marked."""
    return {
        role: {
            (str(row["sentence_id"]), *span)
            for row in article
            for marked in row.get("attribution_spans", [])
            for span in marked[role]
        }
        for role in ("source", "cue")
    }


def f1(found: set[Span], marked: set[Span], *, exact: bool) -> dict[str, float]:
    """Return precision, recall and F1 of spans that are equal, or that share a character."""

    def hits(spans: Iterable[Span], others: set[Span]) -> int:
        if exact:
            return sum(span in others for span in spans)
        return sum(
            any(a == c and start < stop and begin < end for c, begin, stop in others)
            for a, start, end in spans
        )

    precision = hits(found, marked) / max(1, len(found))
    recall = hits(marked, found) / max(1, len(marked))
    total = precision + recall
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / total, 3) if total else 0.0,
        "found": len(found),
        "marked": len(marked),
    }


def main() -> None:
    """Score both parts and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument(
        "-o", "--output", type=Path, default=Path(__file__).with_name("results.json")
    )
    arguments = parser.parse_args()

    text = (arguments.corpora / "gum-news.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    result: dict[str, dict[str, dict[str, float]]] = {}
    for name, wanted in (("set aside", True), ("seen", False)):
        found: dict[str, set[Span]] = {"source": set(), "cue": set()}
        marked: dict[str, set[Span]] = {"source": set(), "cue": set()}
        for article, lines in groupby(rows, key=lambda row: row["article_id"]):
            sentences = list(lines)
            if is_set_aside(article) == wanted:
                for total, part in ((found, found_in(sentences)), (marked, marked_in(sentences))):
                    for role, spans in part.items():
                        total[role] |= spans
        result[name] = {
            f"{role}, {'exact' if exact else 'overlapping'}": f1(
                found[role], marked[role], exact=exact
            )
            for role in ("source", "cue")
            for exact in (True, False)
        }
    arguments.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result["seen"], indent=1))


if __name__ == "__main__":
    main()

"""Score each part of the reader against gold that people or other readers made, on articles seen and on those set aside.

Usage: python measure.py CORPORA [--seen-only]
CORPORA holds the five labelled files and election-news-spans.jsonl. Scores on articles set aside are for the end.
"""

import argparse
import json
from pathlib import Path

from mediaframe.codebook import load_codebook
from mediaframe.data.standoff import is_set_aside
from mediaframe.evaluation.parts.gold_files import read_gold
from mediaframe.evaluation.parts.scoring import score_parts
from mediaframe.results.parts import parts_table

HERE = Path(__file__).parent
CODED = ("world-news", "election-news", "wikinews")  # source, status, content and contest
SPANS = ("election-news-spans", "gum-news")  # words that people marked
CODEBOOK = load_codebook()


def main() -> None:
    """Score the parts and write figures and tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--seen-only", action="store_true")
    arguments = parser.parse_args()
    scored, tables = {}, []
    for gold, names in (("coded by a model", CODED), ("marked by people", SPANS)):
        files = [str(arguments.corpora / f"{name}.jsonl") for name in names]
        articles = read_gold(files, CODEBOOK)
        for aside in (False, True)[: 1 if arguments.seen_only else 2]:
            title = f"{gold}, {'set aside' if aside else 'seen'}"
            scores = score_parts(
                [
                    article
                    for article in articles
                    if is_set_aside(article[0].sentence.article_id) == aside
                ],
                CODEBOOK,
            )
            scored[title] = scores.to_json()
            tables.append(f"## {title}\n\n{parts_table(scores).to_markdown()}\n")
            print(tables[-1])
    if not arguments.seen_only:
        (HERE / "results.json").write_text(json.dumps(scored, indent=1) + "\n", encoding="utf-8")
        (HERE / "results.md").write_text("\n".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main()

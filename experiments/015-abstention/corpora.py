"""Does the bound of `predict --risk` hold on real news? Each half of its articles is decided by a model of the other half, and by one of the invented corpus.

The labelled files of ../shared/corpora are the news, but for the third of their articles that is set aside.

Usage: python corpora.py [--model FOLDER] [--corpora FOLDER]
"""

import argparse
import json
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from mediaframe import load_model
from mediaframe.codebook import load_codebook
from mediaframe.config import CorpusConfig
from mediaframe.config.file import load_config
from mediaframe.data.corpus import Corpus, read_corpora
from mediaframe.data.standoff import is_set_aside
from mediaframe.experiment.fitting import fit_model
from mediaframe.files.writing import json_text
from mediaframe.serving.abstention import error_bound
from mediaframe.serving.labeller import LabelledSentence, Model

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILES = ("world-news", "election-news", "wikinews", "ukraine-news", "gum-news")
RISKS = (0.1, 0.2)
Tally = dict[
    tuple[str, float, str, str], list[int]
]  # model, risk, label, side -> decided, kept, wrong of both


def read_seen(folder: Path) -> Corpus:
    """Return the articles that are not set aside."""
    with TemporaryDirectory() as scratch:
        paths = []
        for name in FILES:
            lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            rows = [json.loads(line) for line in lines]
            kept = [row for row in rows if not is_set_aside(row["article_id"])]
            keys = ("sentence_id", "article_id", "text", "labels")
            paths.append(Path(scratch) / f"{name}.jsonl")
            paths[-1].write_text(
                "".join(json.dumps({key: row[key] for key in keys}) + "\n" for row in kept),
                encoding="utf-8",
            )
        first, *further = map(str, paths)
        return read_corpora(CorpusConfig(path=first, further=tuple(further)), load_codebook())


def count(
    tally: Tally, name: str, model: Model, corpus: Corpus, labelled: list[LabelledSentence]
) -> None:
    """Count what is decided, kept and wrong."""
    for risk in RISKS:
        bound = error_bound(model, risk, name)
        for item, row in zip(labelled, corpus.targets, strict=True):
            left = bound.open_labels(item)
            for label, is_coded in zip(corpus.labels, row, strict=True):
                given = label in item.labels
                cell = tally[name, risk, label, "yes" if given else "no"]
                wrong = given != is_coded
                kept = label not in left
                cell[:] = np.add(cell, [1, kept, wrong, kept and wrong]).tolist()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--model", type=Path, default=ROOT / "reports" / "baseline")
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    options = parser.parse_args()
    corpus = read_seen(options.corpora)
    half_of = np.array([sha256(f"half {a}".encode()).digest()[0] % 2 for a in corpus.articles])
    config = load_config(ROOT / "configs" / "baseline.yaml")
    tally: Tally = defaultdict(lambda: [0, 0, 0, 0])
    invented = load_model(options.model)
    count(tally, "invented", invented, corpus, invented.label(corpus.sentences))
    for half in (0, 1):
        model = fit_model(config, corpus.take(np.flatnonzero(half_of != half)))
        new = corpus.take(np.flatnonzero(half_of == half))
        count(tally, "other half", model, new, model.label(new.sentences))
    rows: list[dict[str, Any]] = [
        {
            "trained on": name,
            "risk": risk,
            "label": label,
            "side": side,
            "decided": decided,
            "kept": kept,
            "wrong of all": round(wrong / decided, 4),
            "wrong of those kept": round(wrong_kept / kept, 4) if kept else None,
        }
        for (name, risk, label, side), (decided, kept, wrong, wrong_kept) in sorted(tally.items())
    ]
    (HERE / "corpora.json").write_text(json_text({"rows": rows}), encoding="utf-8")
    lines = [
        list(rows[0]),
        ["---"] * len(rows[0]),
        *([str(v) for v in row.values()] for row in rows),
    ]
    table = "".join("| " + " | ".join(line) + " |\n" for line in lines).replace("None", "–")
    (HERE / "corpora.md").write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()

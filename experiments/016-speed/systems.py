"""One system in a process of its own: labels the sentences it is asked for, and tells the CPU seconds that took.

Usage: python systems.py SYSTEM SENTENCES.jsonl; then, on stdin, lines `FIRST LAST`.
"""

import gc
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from mediaframe import load_model
from mediaframe.article.sentences import by_article, place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.config.file import load_config
from mediaframe.data.corpus import read_corpus
from mediaframe.experiment.fitting import fit_model
from mediaframe.experiment.plan import plan_experiment
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms, read_article

BASELINE = Path(__file__).parents[2] / "configs" / "baseline.yaml"

Label = Callable[[Sequence[str], Sequence[str]], object]
"""Takes texts and the article of each."""


def shipped() -> Label:
    return load_model("news-en").predict


def words_alone() -> Label:
    """Return our model of words 1–1, which reads nothing."""
    config = load_config(BASELINE, ["features.reading=null"])
    model = fit_model(config, plan_experiment(config).train)
    score, decide = model.classifier.score, model.classifier.decide
    return lambda texts, articles: decide(score(place_in_articles(texts, articles, articles)))


def reading() -> Label:
    lexicon = Lexicon(lexicon_terms(load_codebook()))

    def read(texts: Sequence[str], articles: Sequence[str]) -> None:
        for run in by_article(place_in_articles(texts, articles, articles)):
            read_article(lexicon, [texts[position] for position in run])

    return read


def scikit_learn() -> Label:
    """Return scikit-learn's own words 1–2, as its guide writes them."""
    corpus = read_corpus("bundled", load_codebook())
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    pipeline = make_pipeline(vectorizer, OneVsRestClassifier(LogisticRegression(max_iter=1000)))
    pipeline.fit([sentence.text for sentence in corpus.sentences], corpus.targets)
    return lambda texts, _articles: pipeline.predict(texts)


def fast_text() -> Label:
    """Return fastText on words 1–2, a decision for each label."""
    import fasttext  # noqa: PLC0415 - of its users alone

    codebook = load_codebook()
    corpus = read_corpus("bundled", codebook)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for sentence, row in zip(corpus.sentences, corpus.targets, strict=True):
            names = [f"__label__{n}" for n, given in enumerate(row) if given] or ["__label__none"]
            file.write(f"{' '.join(names)} {sentence.text}\n")
        file.flush()
        model = fasttext.train_supervised(
            file.name, wordNgrams=2, loss="ova", epoch=25, thread=1, verbose=0
        )
    return lambda texts, _articles: model.predict(list(texts), k=-1, threshold=0.5)


SYSTEMS: dict[str, Callable[[], Label]] = {
    "news-en": shipped,
    "reading alone": reading,
    "words alone": words_alone,
    "scikit-learn, words 1–2": scikit_learn,
    "fastText, words 1–2": fast_text,
}


def recombined(count: int, seed: int = 1) -> list[tuple[str, str]]:
    """Return articles and texts: sentences of the bundled corpus dealt anew into articles of 20."""
    texts = [sentence.text for sentence in read_corpus("bundled", load_codebook()).sentences]
    drawn = random.Random(seed).choices(texts, k=count)  # noqa: S311 - no secret
    return [(f"a{number // 20}", text) for number, text in enumerate(drawn)]


def main(system: str, file: str) -> None:
    with Path(file).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    begun = time.process_time()
    label = SYSTEMS[system]()
    label([row["text"] for row in rows[:200]], [row["article_id"] for row in rows[:200]])
    print(time.process_time() - begun, flush=True)
    for line in sys.stdin:
        first, last = map(int, line.split())
        texts = [row["text"] for row in rows[first:last]]
        articles = [row["article_id"] for row in rows[first:last]]
        gc.collect()
        begun = time.process_time()
        label(texts, articles)
        print(time.process_time() - begun, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

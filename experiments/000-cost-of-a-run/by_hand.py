"""The modelling work of configs/baseline.yaml as one writes it by hand with scikit-learn.

Same corpus, split, folds, features, grid, calibration, thresholds and bootstrap as `mediaframe run`; no report, no
figures, no saved model. Where scikit-learn has a function, it is used; counts are resampled with numpy, as an able author would.
"""

import json
from importlib.resources import files

import numpy as np
from scipy.sparse import csr_array, hstack
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    matthews_corrcoef,
    precision_recall_curve,
    precision_recall_fscore_support,
)

from mediaframe.article.sentences import place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.data.splits import deal_folds, split_by_article
from mediaframe.model.features import ReadingVectorizer
from mediaframe.model.ngrams import plain_text
from mediaframe.reader.reading import lexicon_terms

SEED, FOLDS, RESAMPLES = 20261122, 5, 1000
STRENGTHS = (0.1, 0.3, 1.0, 3.0, 10.0)

codebook = load_codebook()
labels = codebook.label_names
lines = (
    (files("mediaframe.data") / "bundled" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
)
rows = sorted(map(json.loads, lines), key=lambda row: row["article_id"])
sentences = np.array(
    place_in_articles(
        [row["text"] for row in rows],
        [row["article_id"] for row in rows],
        [row["sentence_id"] for row in rows],
    ),
    dtype=object,
)
targets = np.array([[label in row["labels"] for label in labels] for row in rows])
coders = [
    np.array([[label in row[f"coder_{n}"] for label in labels] for row in rows]) for n in (1, 2)
]
train, test = split_by_article(sentences, 0.25, SEED)
fold_of = deal_folds(sentences[train], FOLDS, SEED)
reader = ReadingVectorizer(lexicon_terms(codebook), codebook.rules, neighbours=1, weight=0.25)
reading = reader.transform(sentences)  # it learns nothing: read once, outside the folds


def read(fit_on: np.ndarray, apply_to: np.ndarray) -> tuple[csr_array, csr_array]:
    """Return features of the sentences at both rows, weighed by the first."""
    words = TfidfVectorizer(
        preprocessor=plain_text,
        token_pattern=r"\w+(?:[-'’]\w+)*|[^\w\s]",
        min_df=2,
        sublinear_tf=True,
    )
    fitted = words.fit_transform(sentences[fit_on])
    return (
        csr_array(hstack([fitted, reading[fit_on]])),
        csr_array(hstack([words.transform(sentences[apply_to]), reading[apply_to]])),
    )


def logistic(strength: float) -> LogisticRegression:
    """Return an unfitted head."""
    return LogisticRegression(C=strength, class_weight="balanced", solver="newton-cg", tol=1e-6)


raw = np.empty((len(STRENGTHS), len(train), len(labels)))
for fold in range(FOLDS):
    inside, outside = train[fold_of != fold], train[fold_of == fold]
    features, held_out = read(inside, outside)
    for index, strength in enumerate(STRENGTHS):
        for label in range(len(labels)):
            fitted = logistic(strength).fit(features, targets[inside, label])
            raw[index, fold_of == fold, label] = fitted.decision_function(held_out)

features, test_features = read(train, test)
scores = np.empty((len(test), len(labels)))
decisions = np.empty((len(test), len(labels)), dtype=bool)
for label in range(len(labels)):
    truth = targets[train, label]
    best = np.argmax([average_precision_score(truth, tried[:, label]) for tried in raw])
    out_of_fold = raw[best, :, label]
    platt = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(
        out_of_fold[:, np.newaxis], truth
    )
    slope, offset = platt.coef_[0, 0], platt.intercept_[0]
    precision, recall, thresholds = precision_recall_curve(
        truth, expit(slope * out_of_fold + offset)
    )
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    final = logistic(STRENGTHS[best]).fit(features, truth)
    scores[:, label] = expit(slope * final.decision_function(test_features) + offset)
    decisions[:, label] = scores[:, label] >= thresholds[f1[:-1].argmax()]

rules = reading[test][:, : len(codebook.rules)].toarray() > 0
systems = {"model": decisions, "always_yes": np.ones_like(decisions), "rules": rules}
articles, article_of = np.unique([s.article_id for s in sentences[test]], return_inverse=True)
rng = np.random.default_rng(SEED)
weights = rng.multinomial(len(articles), np.full(len(articles), 1 / len(articles)), size=RESAMPLES)


def resampled_f1(truth: np.ndarray, decided: np.ndarray) -> np.ndarray:
    """Return F1, precision, recall and MCC of each resample, (resamples, labels) each."""
    cells = np.stack(
        [truth & decided, ~truth & decided, truth & ~decided, ~truth & ~decided], axis=2
    )
    per_article = np.zeros((len(articles), *cells.shape[1:]))
    np.add.at(per_article, article_of, cells)
    tp, fp, fn, tn = np.moveaxis(np.tensordot(weights, per_article, axes=1), -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
        return np.array(
            [
                2 * tp / (2 * tp + fp + fn),
                tp / (tp + fp),
                tp / (tp + fn),
                (tp * tn - fp * fn) / spread,
            ]
        )


truth = targets[test]
for name, decided in systems.items():
    low, high = np.nanquantile(resampled_f1(truth, decided)[0].mean(axis=1), [0.025, 0.975])
    f1 = precision_recall_fscore_support(truth, decided, average="macro", zero_division=0)[2]
    print(f"{name:<12} macro-F1 {f1:.3f} [{low:.3f}, {high:.3f}]")
    print(
        f"{'':<12} MCC {[round(matthews_corrcoef(*pair), 3) for pair in zip(truth.T, decided.T, strict=True)]}"
    )
low, high = np.nanquantile(
    resampled_f1(coders[0][test], coders[1][test])[0].mean(axis=1), [0.025, 0.975]
)
print(f"coders       macro-F1 interval [{low:.3f}, {high:.3f}]")
for label, name in enumerate(labels):
    drawn = [
        (
            average_precision_score(
                truth[:, label], scores[:, label], sample_weight=row[article_of]
            ),
            brier_score_loss(truth[:, label], scores[:, label], sample_weight=row[article_of]),
        )
        for row in weights
    ]
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    value = average_precision_score(truth[:, label], scores[:, label])
    print(
        f"{name:<16} average precision {value:.3f} [{low[0]:.3f}, {high[0]:.3f}], Brier to {high[1]:.3f}"
    )

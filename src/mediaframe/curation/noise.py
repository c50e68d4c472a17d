"""Which labels are likely wrong: what a model trained on the other articles finds hard to believe."""

from importlib import import_module

import numpy as np

from mediaframe.codebook import load_codebook
from mediaframe.config import ExperimentConfig
from mediaframe.data.corpus import read_corpora
from mediaframe.errors import InputError
from mediaframe.experiment.plan import plan_whole, train_plan
from mediaframe.files.provenance import Stage, silent
from mediaframe.files.rows import Row
from mediaframe.model.heads import make_head


def find_noise(config: ExperimentConfig, *, jobs: int = 1, stage: Stage = silent) -> list[Row]:
    """Return the labels that confident learning suspects, the least credible first.

    Every sentence is scored by models that never saw its article, on the folds of the whole corpus; a label is suspect where
    the score is off by more than such scores usually are for its class (Northcutt, Jiang and Chuang 2021, *Confident
    Learning: Estimating Uncertainty in Dataset Labels*; by cleanlab).

    Returns:
        A row for each suspect label: ids, text, the label, whether it was coded, and its score.

    Raises:
        InputError: cleanlab is not installed, or the corpus cannot be trained on.
    """
    try:
        cleanlab = import_module("cleanlab.filter")
    except ImportError as error:
        msg = "data noise needs cleanlab; install it with pip install 'mediaframe[labels]'"
        raise InputError(msg) from error
    if not make_head(config.head).scores_every_sentence():
        msg = "head.validation: one_fold leaves most sentences without a score; set head.validation=all_folds"
        raise InputError(msg)
    codebook = load_codebook(config.codebook)
    corpus = read_corpora(config.corpus, codebook)
    plan = plan_whole(config, codebook, corpus)
    trained = train_plan(plan, jobs=jobs, advance=lambda done, of: stage("training", done, of))
    rows: list[Row] = []
    for column, label in enumerate(corpus.labels):
        scores = trained.out_of_fold[:, column]
        coded = corpus.targets[:, column]
        suspects = cleanlab.find_label_issues(
            coded.astype(int), np.column_stack([1 - scores, scores]), n_jobs=1
        )
        rows += [
            {
                "sentence_id": corpus.sentences[row].sentence_id,
                "article_id": corpus.sentences[row].article_id,
                "text": corpus.sentences[row].text,
                "label": label,
                "coded": bool(coded[row]),
                "score": round(float(scores[row]), 6),
            }
            for row in np.flatnonzero(suspects)
        ]
    return sorted(rows, key=lambda row: -abs(row["score"] - row["coded"]))

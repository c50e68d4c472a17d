"""What an experiment trains: labels, features with the files that they need, head, and how it is tuned."""

from pathlib import Path

from sklearn.base import BaseEstimator

from mediaframe.codebook import Codebook
from mediaframe.config import ExperimentConfig, ExternalConfig
from mediaframe.data.corpus import Corpus
from mediaframe.data.external import file_digest, read_external
from mediaframe.errors import InputError
from mediaframe.model.encoders.embedding_model import pin
from mediaframe.model.encoders.embeddings import load_embeddings
from mediaframe.model.external import ExternalScores, external_scores
from mediaframe.model.features import reading_vectorizer
from mediaframe.model.heads import make_head
from mediaframe.model.training import Recipe
from mediaframe.reader.reading import lexicon_terms


def make_recipe(config: ExperimentConfig, codebook: Codebook, corpus: Corpus) -> Recipe:
    """Return what to train; its settings name files as a saved model does, with their digests.

    Raises:
        InputError: a codebook without what the head needs, or an embedding model, an encoder or a file of scores that is
            missing, wrong, or not the one that the settings name.
    """
    head = make_head(config.head)
    head.check_codebook(codebook)
    features = head.read_features(config.features)
    further: dict[str, BaseEstimator] = {}
    if features.embeddings is not None:
        pinned = pin(features.embeddings)
        features = features.model_copy(update={"embeddings": pinned})
        further["embeddings"] = load_embeddings(pinned)
    if features.external is not None:
        found, further["external"] = _read_external(features.external, codebook, corpus)
        features = features.model_copy(update={"external": found})
    reader = reading_vectorizer(features.reading, lexicon_terms(codebook), codebook.rules)
    return Recipe(
        corpus.labels,
        features,
        reader,
        head.pin(),
        config.training,
        further,
        config.seed,
        codebook.implied,
        codebook.exclusive,
    )


def _read_external(
    config: ExternalConfig, codebook: Codebook, corpus: Corpus
) -> tuple[ExternalConfig, ExternalScores]:
    path = Path(config.path)
    if not path.is_file():
        msg = f"{path}: no such file of scores; name yours with -s head.path=FILE or -s features.external.path=FILE"
        raise InputError(msg)
    scores = read_external(path, codebook, corpus.sentences)
    digest = file_digest(path)
    if config.sha256 not in (None, digest):
        msg = f"features.external: {path} is another file (sha256 {digest}, not {config.sha256}); name the right one"
        raise InputError(msg)
    found = config.model_copy(update={"path": path.name, "sha256": digest})
    return found, external_scores(codebook.label_names, scores, corpus.sentences, config.weight)

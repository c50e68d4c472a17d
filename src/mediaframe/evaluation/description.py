"""What a result tells of its corpus, its features and what it was made with."""

from typing import Any

from mediaframe.codebook import Codebook
from mediaframe.config import FeatureConfig
from mediaframe.data.corpus import Corpus
from mediaframe.files.provenance import environment
from mediaframe.model.encoders.embedding_model import packages
from mediaframe.model.heads.head import Head


def positives(corpus: Corpus) -> dict[str, int]:
    """Return how many sentences carry each label."""
    return dict(zip(corpus.labels, corpus.targets.sum(axis=0).tolist(), strict=True))


def part_facts(corpus: Corpus) -> dict[str, Any]:
    """Return the size of a part of a corpus."""
    return {
        "articles": corpus.n_articles,
        "sentences": len(corpus.sentences),
        "positives": positives(corpus),
    }


def corpus_facts(corpus: Corpus) -> dict[str, Any]:
    """Return what a report says of a corpus."""
    return {"name": corpus.name, "sha256": corpus.sha256, **part_facts(corpus)}


def codebook_facts(codebook: Codebook) -> dict[str, str]:
    """Return by which codebook, and which version of it, a corpus was coded."""
    return {"name": codebook.name, "version": codebook.version}


def surroundings(head: Head, features: FeatureConfig) -> dict[str, Any]:
    """Return the environment of a result, with the packages and the device that its model uses."""
    device = head.device()
    return environment((*head.packages, *(packages() if features.embeddings else ())), device)

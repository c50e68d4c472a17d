"""What a result tells of its corpus, its features and what it was made with."""

from typing import Any, Literal

from mediaframe.codebook import BUNDLED, Codebook
from mediaframe.config import FeatureConfig
from mediaframe.data.corpus import CORPUS_COLUMN, Corpus, bundled_file, corpus_digest
from mediaframe.files.provenance import environment
from mediaframe.model.encoders.embedding_model import packages
from mediaframe.model.heads.head import Head
from mediaframe.results.descriptions import (
    CodebookVersion,
    CorpusDescription,
    CorpusOrigin,
    PartDescription,
    PartSize,
)
from mediaframe.results.metrics import DIGITS


def positives(corpus: Corpus) -> dict[str, int]:
    """Return how many sentences carry each label."""
    return dict(zip(corpus.labels, corpus.targets.sum(axis=0).tolist(), strict=True))


def part_size(corpus: Corpus) -> PartSize:
    """Return the size of a part of a corpus."""
    return PartSize(
        articles=corpus.n_articles, sentences=len(corpus.sentences), positives=positives(corpus)
    )


def describe_part(corpus: Corpus) -> PartDescription:
    """Return the size of a part of a corpus, and how much of it carries each label."""
    size = part_size(corpus)
    shares = {label: count / size.sentences for label, count in size.positives.items()}
    prevalence = {label: round(share, DIGITS) for label, share in shares.items()}
    return PartDescription(**dict(size), prevalence=prevalence)


def describe_corpus(corpus: Corpus) -> CorpusDescription:
    """Return what a result says of its corpus."""
    return CorpusDescription(name=corpus.name, sha256=corpus.sha256, **dict(part_size(corpus)))


def describe_origin(corpus: Corpus) -> CorpusOrigin:
    """Return where the sentences of a corpus come from: whether they ship, whose codings, outlets and dates there are."""
    outlets = {name for name in corpus.columns.get("outlet", ()) if name}
    dates = sorted(date for date in corpus.columns.get("date", ()) if date)
    return CorpusOrigin(
        bundled=_how_much_ships(corpus),
        coders=tuple(corpus.coders),
        outlets=len(outlets) or None,
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
    )


def _how_much_ships(corpus: Corpus) -> Literal["all", "part", "none"]:
    """Return how much of a corpus is the one that ships, by whatever name it was read."""
    with bundled_file() as path:
        if corpus.sha256 == corpus_digest(path):
            return "all"
    return "part" if BUNDLED in corpus.columns.get(CORPUS_COLUMN, ()) else "none"


def codebook_version(codebook: Codebook) -> CodebookVersion:
    """Return by which codebook, and which version of it, a corpus was coded."""
    return CodebookVersion(name=codebook.name, version=codebook.version)


def surroundings(head: Head, features: FeatureConfig) -> dict[str, Any]:
    """Return the environment of a result, with the packages and the device that its model uses."""
    device = head.device()
    return environment((*head.packages, *(packages() if features.embeddings else ())), device)

"""Codebooks and corpora of a study, read once in each process."""

from collections.abc import Sequence

from mediaframe.codebook import Codebook, load_codebook
from mediaframe.config import CorpusConfig, ExperimentConfig
from mediaframe.data.corpus import Corpus, read_corpora
from mediaframe.errors import InputError
from mediaframe.study.experiments import Experiment

CodedCorpus = tuple[Codebook, Corpus]
"""A corpus, and the codebook by which it was coded."""

StudyCorpora = dict[CorpusConfig, CodedCorpus]
"""Codebook and corpus by the settings that say where the corpus lies."""

_read: dict[tuple[CorpusConfig, str, str], CodedCorpus] = {}  # of this process


def read_study_corpora(experiments: Sequence[Experiment]) -> StudyCorpora:
    """Read every corpus once."""
    data: StudyCorpora = {}
    for experiment in experiments:
        config = experiment.config
        if config.corpus not in data:
            data[config.corpus] = _read_pair(config)
            keep_corpus(config, data[config.corpus])
    return data


def keep_corpus(config: ExperimentConfig, data: CodedCorpus) -> None:
    """Take codebook and corpus as what `config` names, so that this process need not read them."""
    _read[config.corpus, config.codebook, data[1].sha256] = data


def coded_corpus(config: ExperimentConfig, corpus_sha256: str) -> CodedCorpus:
    """Return codebook and corpus of an experiment.

    Raises:
        InputError: the corpus is not any more what the study began with.
    """
    key = config.corpus, config.codebook, corpus_sha256
    if key not in _read:
        codebook, corpus = _read_pair(config)
        if corpus.sha256 != corpus_sha256:
            msg = f"{config.corpus.name}: changed while the study ran; start it again"
            raise InputError(msg)
        _read[key] = codebook, corpus
    return _read[key]


def _read_pair(config: ExperimentConfig) -> CodedCorpus:
    codebook = load_codebook(config.codebook)
    return codebook, read_corpora(config.corpus, codebook)

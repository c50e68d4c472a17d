"""Heads: what turns features into one score per label. Each is linear in its features."""

from typing import assert_never

from mediaframe.config import (
    ExternalHead,
    HeadConfig,
    LinearSvmHead,
    LogisticHead,
    MajorityHead,
    NaiveBayesHead,
    RidgeHead,
    RulesHead,
    TransformerHead,
)
from mediaframe.model.heads.external import External
from mediaframe.model.heads.head import Head
from mediaframe.model.heads.linear import LinearSvm, Logistic, NaiveBayes, Ridge
from mediaframe.model.heads.rules import Majority, Rules
from mediaframe.model.heads.transformer import Blend, FineTuned


def make_head(config: HeadConfig) -> Head:  # noqa: C901, PLR0911, PLR0912 - a table of heads
    """Return the head that `config` describes."""
    match config:
        case MajorityHead():
            return Majority(config)
        case RulesHead():
            return Rules(config)
        case NaiveBayesHead():
            return NaiveBayes(config)
        case LogisticHead():
            return Logistic(config)
        case LinearSvmHead():
            return LinearSvm(config)
        case RidgeHead():
            return Ridge(config)
        case ExternalHead():
            return External(config)
        case TransformerHead(share=1):
            return FineTuned(config)
        case TransformerHead():
            alone = FineTuned(config.model_copy(update={"share": 1.0}))
            return Blend(config, alone, Logistic(LogisticHead()))
        case unknown:
            assert_never(unknown)

"""Heads that learn next to nothing: the majority, and the codebook's rules."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.sparse import csr_array

from mediaframe.config import MajorityHead, RulesHead, TrainingConfig
from mediaframe.model.calibration import LabelScores, LabelTargets
from mediaframe.model.heads.folds import FeatureHead, LinearWeights


@dataclass(frozen=True)
class Majority(FeatureHead):
    """The same score for every sentence: the log-odds of the label in train."""

    settings: MajorityHead

    def fit_label(
        self,
        features: csr_array,
        targets: LabelTargets,
        own_column: int | None = None,  # noqa: ARG002 - it looks at none
    ) -> LinearWeights:
        """Count the positives, each side one more."""
        positives = targets.sum()
        odds = (positives + 1) / (len(targets) - positives + 1)
        return LinearWeights(np.zeros(features.shape[1]), float(np.log(odds)))

    def are_decisions(self, scores: LabelScores) -> bool:  # noqa: ARG002
        """They are: above 0 where most sentences have the label."""
        return True

    def calibrate(
        self,
        training: TrainingConfig,  # noqa: ARG002
        scores: LabelScores,  # noqa: ARG002
        targets: LabelTargets,  # noqa: ARG002
    ) -> tuple[float, float]:
        """Leave log-odds as they are."""
        return 1.0, 0.0


@dataclass(frozen=True)
class Rules(FeatureHead):
    """1 where the codebook's rule of the label is met, and -1 elsewhere."""

    settings: RulesHead

    needs_rules: ClassVar[bool] = True

    def own_feature(self, label: str) -> str:
        """Return the feature that tells whether the label's rule is met."""
        return f"reading__rule:{label}"

    def fit_label(
        self,
        features: csr_array,
        targets: LabelTargets,  # noqa: ARG002 - a rule knows by itself
        own_column: int | None,
    ) -> LinearWeights:
        """Find out what the rule's feature is where the rule is met."""
        met = float(features[:, [own_column]].max())
        coef = np.zeros(features.shape[1])
        coef[own_column] = 2.0 / (met or 1.0)
        return LinearWeights(coef, -1.0)

    def are_decisions(self, scores: LabelScores) -> bool:  # noqa: ARG002
        """They are."""
        return True

"""A head that decides by what another model said."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from scipy.sparse import csr_array

from mediaframe.config import ExternalConfig, ExternalHead, FeatureConfig
from mediaframe.model.calibration import LabelScores, LabelTargets
from mediaframe.model.external import CERTAIN
from mediaframe.model.heads.folds import FeatureHead, LinearWeights


@dataclass(frozen=True)
class External(FeatureHead):
    """The log-odds that another model gave to the label."""

    settings: ExternalHead

    def read_features(self, features: FeatureConfig) -> FeatureConfig:  # noqa: ARG002
        """Return what the other model said, and nothing else."""
        said = ExternalConfig(path=self.settings.path, weight=1.0)
        return FeatureConfig(words=None, characters=None, reading=None, external=said)

    def pin(self) -> Self:
        """Return the head with the name of its file alone: what is in it will stand among the features of the model."""
        name = Path(self.settings.path).name
        return replace(self, settings=self.settings.model_copy(update={"path": name}))

    def own_feature(self, label: str) -> str:
        """Return what the other model said of the label."""
        return f"external__{label}"

    def fit_label(
        self,
        features: csr_array,
        targets: LabelTargets,  # noqa: ARG002 - the other model has learned
        own_column: int | None,
    ) -> LinearWeights:
        """Take the log-odds as they are."""
        coef = np.zeros(features.shape[1])
        coef[own_column] = 1.0
        return LinearWeights(coef, 0.0)

    def are_decisions(self, scores: LabelScores) -> bool:
        """They are where the other model gave 0 and 1, or labels, and nothing between."""
        return bool((np.abs(scores) >= CERTAIN).all())

"""Heads with an encoder that is fine-tuned: alone, or beside a head that weighs features."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

import numpy as np
from sklearn.pipeline import FeatureUnion

from mediaframe.config import FeatureConfig, TransformerHead
from mediaframe.model.encoders.encoder import ENCODER, build_encoder, encoder_features
from mediaframe.model.encoders.encoder_files import (
    FILES,
    PACKAGES,
    Files,
    check_extra,
    device_of,
    pin_encoder,
    wherever_loaded,
)
from mediaframe.model.encoders.finetuning import fine_tune
from mediaframe.model.heads.head import Head, TrainingData, UncalibratedFit, average_precisions


@dataclass(frozen=True)
class FineTuned(Head):
    """An encoder and one linear layer over it, trained together; it reads the text itself."""

    settings: TransformerHead

    files: Files = field(default_factory=dict, compare=False, repr=False)

    packages: ClassVar[tuple[str, ...]] = PACKAGES
    file_names: ClassVar[tuple[str, ...]] = FILES
    reads_sentences: ClassVar[bool] = True

    def read_features(self, features: FeatureConfig) -> FeatureConfig:  # noqa: ARG002
        """Return next to nothing: reading is left on, as it is for nothing and learns nothing."""
        return FeatureConfig(words=None, characters=None)

    def name_features(self, features: FeatureConfig) -> list[str]:  # noqa: ARG002
        """Return the encoder alone."""
        return [ENCODER]

    def pin(self) -> Self:
        """Return the head with the files of its encoder, which will lie in the model."""
        settings, files = pin_encoder(self.settings)
        return replace(self, settings=settings, files=files)

    def restore_features(self, given: Callable[[], FeatureUnion], files: Files) -> FeatureUnion:  # noqa: ARG002
        """Return the encoder that `files` hold."""
        return encoder_features(build_encoder(files, wherever_loaded(self.settings)))

    def device(self) -> str:
        """Return what torch computes on."""
        check_extra()
        return device_of(wherever_loaded(self.settings))

    def scores_every_sentence(self) -> bool:
        """Whether all folds are held out in turn."""
        return self.settings.validation == "all_folds"

    def fit(self, data: TrainingData) -> UncalibratedFit:
        """Fine-tune the encoder to all labels at once."""
        tuned = fine_tune(
            self.settings,
            self.files,
            data.sentences,
            data.targets,
            data.fold_of,
            seed=data.seed,
            advance=data.advance,
        )
        scored = ~np.isnan(tuned.out_of_fold).any(axis=1)
        precision = average_precisions(data.targets[scored], tuned.out_of_fold[scored])
        return UncalibratedFit(
            encoder_features(tuned.encoder),
            tuned.coef,
            tuned.intercept,
            (self,) * len(data.labels),
            ((self, precision),),
            tuned.out_of_fold,
            (0,) * len(data.labels),  # it ends when its epochs do
        )


@dataclass(frozen=True)
class Blend(Head):
    """The weighted mean of the log-odds of a fine-tuned encoder and of a head that is fitted beside it.

    Each is calibrated first, on the sentences that both left out, so that a log-odds of 1 means the same in both. The mean
    is linear in the features of both, side by side.
    """

    settings: TransformerHead

    encoder: FineTuned
    beside: Head

    packages: ClassVar[tuple[str, ...]] = PACKAGES
    file_names: ClassVar[tuple[str, ...]] = FILES
    reads_sentences: ClassVar[bool] = True

    def name_features(self, features: FeatureConfig) -> list[str]:
        """Return those given, and the encoder."""
        return [*self.beside.name_features(features), *self.encoder.name_features(features)]

    def pin(self) -> Self:
        """Return the blend with the files of its encoder."""
        encoder = self.encoder.pin()
        settings = encoder.settings.model_copy(update={"share": self.settings.share})
        return replace(self, settings=settings, encoder=encoder)

    def restore_features(self, given: Callable[[], FeatureUnion], files: Files) -> FeatureUnion:
        """Return the features given, and after them the encoder that `files` hold."""
        return _side_by_side(given(), self.encoder.restore_features(given, files))

    def device(self) -> str:
        """Return what torch computes on."""
        return self.encoder.device()

    def scores_every_sentence(self) -> bool:
        """Whether all folds of the encoder are held out in turn."""
        return self.encoder.scores_every_sentence()

    def fit(self, data: TrainingData) -> UncalibratedFit:
        """Fit both, and join them."""
        tuned, beside = self.encoder.fit(data), self.beside.fit(data)
        both = ~np.isnan(tuned.out_of_fold + beside.out_of_fold).any(axis=1)
        share_of_encoder = self.settings.share
        parts = (beside, self.beside, 1 - share_of_encoder), (tuned, self.encoder, share_of_encoder)
        coefs, intercept, out_of_fold = [], np.zeros(len(data.labels)), np.zeros(data.targets.shape)
        for fit, head, share in parts:
            pairs = zip(fit.out_of_fold[both].T, data.targets[both].T, strict=True)
            lines = [head.calibrate(data.training, *pair) for pair in pairs]
            slopes, offsets = share * np.array(lines).T
            coefs.append(fit.coef * slopes[:, np.newaxis])
            intercept += fit.intercept * slopes + offsets
            out_of_fold += fit.out_of_fold * slopes + offsets
        precision = average_precisions(data.targets[both], out_of_fold[both])
        return UncalibratedFit(
            _side_by_side(beside.features, tuned.features),
            np.hstack(coefs),
            intercept,
            (self,) * len(data.labels),
            (*beside.tuning, *tuned.tuning, (self, precision)),
            out_of_fold,
            beside.stopped,
        )


def _side_by_side(*parts: FeatureUnion) -> FeatureUnion:
    return FeatureUnion([each for part in parts for each in part.transformer_list])

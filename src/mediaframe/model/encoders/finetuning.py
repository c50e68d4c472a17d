"""Fine-tuning: an encoder and one linear layer for all labels, trained together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from mediaframe.article.sentences import Sentence
from mediaframe.config import TransformerHead
from mediaframe.errors import InputError
from mediaframe.model.encoders.encoder import Encoding, SentenceEncoder, build_encoder, steady
from mediaframe.model.encoders.encoder_files import Files

WARM_UP = 0.1  # share of the steps over which the step size rises
WEIGHT_DECAY = 0.01
LARGEST_GRADIENT = 1.0
SORTED_TOGETHER = 32  # batches; sorting sentences by length among them leaves few tokens to padding

Matrix = NDArray[np.float64]
Targets = NDArray[np.bool_]
Rows = NDArray[np.intp]
Layer = Any  # a torch.nn.Linear


@dataclass(frozen=True)
class FineTuningResult:
    """An encoder, the layer over it, and scores of sentences by fits that never learned from their fold."""

    encoder: SentenceEncoder
    coef: Matrix  # (labels, width)
    intercept: Matrix  # (labels,)
    out_of_fold: Matrix  # (sentences, labels), log-odds; NaN for a sentence that no fit left out


@dataclass(frozen=True)
class _Setup:
    """What every fit needs."""

    head: TransformerHead
    files: Files
    sentences: Sequence[Sentence]
    targets: Targets
    seed: int


@dataclass(frozen=True)
class _Fit:
    """An encoder and its layer after the best epoch."""

    encoder: SentenceEncoder
    layer: Layer
    epochs: int
    held_out: Matrix  # (sentences held out, labels), log-odds


def fine_tune(  # noqa: PLR0913 - the rest are keywords
    head: TransformerHead,
    files: Files,
    sentences: Sequence[Sentence],
    targets: Targets,
    fold_of: Rows,
    *,
    seed: int,
    advance: Callable[[int, int], None],
) -> FineTuningResult:
    """Fine-tune the encoder in `files`; `advance` is called with the epochs done and those in all.

    Raises:
        InputError: the files hold no encoder, or no fold can be held out.
    """
    setup = _Setup(head, files, sentences, targets, seed)
    folds = held_out_folds(head, targets, fold_of)
    fits_on_all = int(head.validation == "all_folds")
    in_all = (len(folds) + fits_on_all) * head.epochs

    def count(fits_before: int, epoch: int) -> None:
        advance(fits_before * head.epochs + epoch, in_all)

    out_of_fold, epochs = np.full(targets.shape, np.nan), []
    for done, fold in enumerate(folds):
        is_held_out = fold_of == fold
        fit = _fit(setup, is_held_out, head.epochs, partial(count, done))
        out_of_fold[is_held_out] = fit.held_out
        epochs.append(fit.epochs)
    if fits_on_all:
        nothing = np.zeros(len(targets), dtype=bool)
        fit = _fit(setup, nothing, round(float(np.mean(epochs))), partial(count, len(folds)))
    advance(in_all, in_all)
    return FineTuningResult(fit.encoder, *_numbers(fit.layer), out_of_fold)


def held_out_folds(head: TransformerHead, targets: Targets, fold_of: Rows) -> list[int]:
    """Return the folds to hold out in turn: all, or the first in which every label can be judged.

    Raises:
        InputError: there is none such.
    """
    folds: list[int] = np.unique(fold_of).tolist()
    if head.validation == "all_folds":
        return folds
    for fold in folds:
        held_out = targets[fold_of == fold]
        if held_out.any(axis=0).all() and not held_out.all(axis=0).any():
            return [fold]
    msg = (
        "head.validation: one_fold, but no fold has sentences with and without every label; "
        "set head.validation=all_folds or lower training.folds"
    )
    raise InputError(msg)


def _fit(
    setup: _Setup, is_held_out: NDArray[np.bool_], epochs: int, advance: Callable[[int], None]
) -> _Fit:
    """Fit to all sentences but those held out, which tell the best epoch; where there are none, the last one is best."""
    torch, head = import_module("torch"), setup.head
    encoder = _encoder(setup)
    tokens = encoder.tokenize(setup.sentences)
    judged = [tokens[row] for row in np.flatnonzero(is_held_out)]
    device = encoder.network.device
    devices = [device] if device.type == "cuda" else []
    best, best_precision, best_state = None, -np.inf, []
    with steady(head, device), torch.random.fork_rng(devices):
        torch.manual_seed(setup.seed)
        layer = torch.nn.Linear(encoder.width, setup.targets.shape[1]).to(device)
        parts = encoder.network, layer
        learn = _learner(setup, encoder, layer, tokens, np.flatnonzero(~is_held_out))
        for epoch in range(1, epochs + 1):
            learn()
            advance(epoch)
            coef, intercept = _numbers(layer)
            scores = encoder.read(judged) @ coef.T + intercept
            precision = _mean_precision(setup.targets[is_held_out], scores) if judged else epoch
            if precision > best_precision:
                best, best_precision = _Fit(encoder, layer, epoch, scores), precision
                best_state = [_copied(part) for part in parts]
            elif best is not None and epoch - best.epochs >= head.patience:
                break
        for part, state in zip(parts, best_state, strict=True):
            part.load_state_dict(state)
    if best is None:
        msg = "head.learning_rate: training diverged in its first epoch; lower it"
        raise InputError(msg)
    return best


def _encoder(setup: _Setup) -> SentenceEncoder:
    """Return the encoder as it is before training."""
    try:
        return build_encoder(setup.files, setup.head)
    except ValueError as error:
        msg = f"head.path: {setup.head.path}: {error}; name another folder or change the setting"
        raise InputError(msg) from error


def _learner(
    setup: _Setup, encoder: SentenceEncoder, layer: Layer, tokens: Sequence[Encoding], rows: Rows
) -> Callable[[], None]:
    """Return what learns from `rows` once, each time it is called."""
    torch, head, device = import_module("torch"), setup.head, encoder.network.device
    targets = torch.from_numpy(setup.targets.astype(np.float32)).to(device)
    weigh = torch.nn.BCEWithLogitsLoss(pos_weight=_positive_weights(head, targets[rows]))
    parameters = [*encoder.network.parameters(), *layer.parameters()]
    optimizer = torch.optim.AdamW(parameters, head.learning_rate, weight_decay=WEIGHT_DECAY)
    steps = head.epochs * -(-len(rows) // head.batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, partial(_pace, steps))
    rng = np.random.default_rng(setup.seed)
    lengths = np.array([len(sentence) for sentence in tokens])

    def learn() -> None:
        encoder.network.train()
        for batch in _batches(rows, lengths, head.batch_size, rng):
            vectors = encoder.pool([tokens[row] for row in batch])
            loss = weigh(layer(vectors), targets[batch])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, LARGEST_GRADIENT)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
        encoder.network.train(mode=False)

    return learn


def _positive_weights(head: TransformerHead, targets: Any) -> Any:  # noqa: ANN401 - torch's
    """Return what a positive of each label weighs beside a negative; nothing for 1."""
    if head.class_weight == "none":
        return None
    positives = targets.sum(0)
    return (len(targets) - positives) / positives


def _pace(steps: int, step: int) -> float:
    """Return the share of the learning rate at a step: it rises, then falls.

    >>> [_pace(20, step) for step in (0, 1, 2, 11, 19)]
    [0.5, 1.0, 1.0, 0.5, 0.05555555555555555]
    """
    rising = max(1, round(WARM_UP * steps))
    return min((step + 1) / rising, (steps - step) / max(1, steps - rising))


def _batches(
    rows: Rows, lengths: NDArray[np.intp], size: int, rng: np.random.Generator
) -> Iterator[Rows]:
    """Yield `rows` in batches at random, sentences of like length together."""
    shuffled = rng.permutation(rows)
    batches: list[Rows] = []
    for start in range(0, len(rows), SORTED_TOGETHER * size):
        some = shuffled[start : start + SORTED_TOGETHER * size]
        ordered = some[np.argsort(lengths[some], kind="stable")]
        batches += [ordered[first : first + size] for first in range(0, len(ordered), size)]
    for number in rng.permutation(len(batches)):
        yield batches[number]


def _numbers(layer: Layer) -> tuple[Matrix, Matrix]:
    """Return the coefficients and intercepts of a layer."""
    coef, intercept = (part.detach().cpu().double().numpy() for part in (layer.weight, layer.bias))
    return coef, intercept


def _copied(part: Any) -> dict[str, Any]:  # noqa: ANN401 - a torch module
    return {name: tensor.detach().clone() for name, tensor in part.state_dict().items()}


def _mean_precision(targets: Targets, scores: Matrix) -> float:
    """Return the mean average precision over the labels that some sentence has."""
    if not np.isfinite(scores).all():
        return -np.inf
    precisions = [
        average_precision_score(truth, score)
        for truth, score in zip(targets.T, scores.T, strict=True)
        if truth.any()
    ]
    return float(np.mean(precisions)) if precisions else 0.0

"""Why a run did not come out again: the likeliest cause, such as a corpus that has changed since, or an edited threshold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediaframe.errors import ModelFileError, OtherVersionError
from mediaframe.evaluation.outcome import CONFIG, PREDICTIONS, SCORES
from mediaframe.files.provenance import CODE, MADE_WITH, PROVENANCE
from mediaframe.reproduction.diff import diff_values, read_json
from mediaframe.serving.artifact import read_model
from mediaframe.serving.manifest import WEIGHTS
from mediaframe.serving.shipped import SETTINGS

MODEL_FILES = (f"model/{SETTINGS}", f"model/{WEIGHTS}")


@dataclass(frozen=True)
class _Records:
    """What a run folder says of itself; an unreadable file says nothing."""

    provenance: dict[str, Any]
    model: dict[str, Any]

    @classmethod
    def of(cls, folder: Path) -> "_Records":
        files = (folder / PROVENANCE, folder / "model" / SETTINGS)
        return cls(*(v if isinstance(v := read_json(file), dict) else {} for file in files))

    @property
    def training(self) -> dict[str, Any]:
        """What the model says that it was trained on."""
        found = self.model.get("training")
        return found if isinstance(found, dict) else {}

    @property
    def code(self) -> Any:  # noqa: ANN401 - any JSON
        """The digest of mediaframe's own code, which older records do not tell."""
        return self.provenance.get(CODE)

    @property
    def corpus(self) -> Any:  # noqa: ANN401 - any JSON
        corpus = self.provenance.get("corpus")
        return corpus.get("sha256") if isinstance(corpus, dict) else None


def find_cause(recorded: Path, fresh: Path, changed: Sequence[str]) -> str:
    """Return the likeliest causes of a difference, the deepest first.

    Args:
        recorded: the run folder as it stands.
        fresh: the same settings, run again.
        changed: the files that differ.
    """
    then, now = _Records.of(recorded), _Records.of(fresh)
    missing = [name for name in changed if not (recorded / name).is_file()]
    added = [name for name in changed if not (fresh / name).is_file()]
    causes = [
        *([f"missing: {', '.join(missing)}"] if missing else []),
        *_causes_in_records(then, now),
        *_causes_in_model(recorded, then, now),
    ]
    if not causes and then.provenance and then.code != now.code:
        causes = ["mediaframe's code has changed since the run"]
    if not causes:
        causes = list(_causes_in_results(set(changed) - set(missing) - set(added)))
    if not causes:
        causes = [f"not part of a run: {', '.join(added)}"]
    return "; ".join(causes)


def _causes_in_records(then: _Records, now: _Records) -> Iterator[str]:
    """Yield what provenance tells: corpus, seed, settings; what the model denies was written into it later."""
    if not then.provenance:
        return
    edited = False
    model = then.training
    keys = ("study_sha256", "seed", "config_sha256")
    study, seed, settings = (_both(then, now, key) for key in keys)
    is_same_study = study[0] == study[1]  # its digest counts corpora and seeds in
    pairs = (
        ("the corpus has changed since the run", then.corpus, now.corpus, model.get("corpus_sha256") == now.corpus),
        ("a corpus has changed since the study", *_both(then, now, "corpora"), is_same_study),
        ("the study names other seeds than it had", *_both(then, now, "seeds"), is_same_study),
        ("study.yaml or its base was edited since the study", *study, False),
        (f"{CONFIG} names another seed than the run had", *seed, model.get("seed") == seed[1]),
        (f"the settings in {CONFIG} or the codebook were edited since the run", *settings, model.get("config_sha256") == settings[1]),
    )  # fmt: skip
    found = []
    for cause, old, new, is_denied in pairs:
        if old != new and is_denied:
            edited = True
        elif old != new:
            values = f" (recorded {old}, now {new})" if "seed" in cause else ""
            found.append(cause + values)
    # The digest of the settings counts corpus and seed in: alone it tells of the settings.
    yield from found[:-1] if len(found) > 1 else found
    then_data, now_data = (without_environment(records.provenance) for records in (then, now))
    if edited or (not found and any(diff_values(then_data, now_data, 0.0))):
        yield f"{PROVENANCE} was edited"


def _both(then: _Records, now: _Records, key: str) -> tuple[Any, Any]:
    return then.provenance.get(key), now.provenance.get(key)


def recorded_corpus(folder: Path) -> Any:  # noqa: ANN401 - any JSON
    """Return the digest of the corpus that a run folder was made from, as it says itself."""
    return _Records.of(folder).corpus


def why_refused(recorded: Path, corpus: str) -> str:
    """Return why the settings of a run cannot be run again, where the corpus that they name now has the digest `corpus`."""
    if _Records.of(recorded).corpus != corpus:
        return "the corpus has changed since the run, and cannot be trained on any more"
    return "the recorded settings cannot be run any more"


def without_environment(provenance: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return what a provenance says but of code, packages and processor."""
    if not isinstance(provenance, dict):
        return provenance
    return {key: value for key, value in provenance.items() if key not in MADE_WITH}


def differ_in_code_alone(recorded: Path, fresh: Path) -> bool:
    """Whether the provenance of two folders tells of other code of mediaframe, and of nothing else."""
    then, now = _Records.of(recorded), _Records.of(fresh)
    is_same = {**then.provenance, CODE: None} == {**now.provenance, CODE: None}
    return is_same and then.code != now.code


def broken_seals(recorded: Path) -> list[str]:
    """Return what the model folder of a run says against itself, if it is whole."""
    if not all((recorded / name).is_file() for name in MODEL_FILES):
        return []
    try:
        read_model(recorded / "model")
    except OtherVersionError:
        return []  # whole all the same
    except ModelFileError as error:
        return [str(error).removeprefix(f"{recorded}/").rpartition(";")[0]]
    return []


def _causes_in_model(recorded: Path, then: _Records, now: _Records) -> Iterator[str]:
    """Yield whether the model is not the one that the run saved."""
    thresholds = list(diff_values(then.model.get("thresholds"), now.model.get("thresholds"), 0.0))
    is_same_training = then.training == now.training
    if broken := broken_seals(recorded):
        moved = f", threshold {'; '.join(thresholds)}" if thresholds else ""
        yield f"the model was edited or swapped: {broken[0]}{moved}"
        return
    if not then.training:
        return
    if then.training.get("config_sha256") != then.provenance.get("config_sha256", "") and (
        then.training.get("config_sha256") != now.training.get("config_sha256")
    ):
        yield f"the model is that of another run ({then.training.get('experiment')}, seed {then.training.get('seed')})"
    elif is_same_training and then.model.get("weights_sha256") == now.model.get("weights_sha256"):
        yield from (f"a threshold was moved: {threshold}" for threshold in thresholds)


def _causes_in_results(edited: set[str]) -> Iterator[str]:
    """Yield whether results were edited: what belongs together does not move alone."""
    results = edited & {PREDICTIONS, SCORES, *MODEL_FILES}
    if {PREDICTIONS, *MODEL_FILES} <= results:
        yield (
            "corpus, settings, seed and mediaframe's code are those of the record, "
            "and yet all results moved: were they edited?"
        )
    elif edited:
        yield f"edited since the run: {', '.join(sorted(edited))}"

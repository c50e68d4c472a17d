"""A run told to MLflow (extra `tracking`): settings, figures with their intervals, and the run folder itself."""

import json
import os
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from mediaframe.errors import InputError, MediaframeError
from mediaframe.evaluation.outcome import CONFIG, SCORES
from mediaframe.files.provenance import CODE, PROVENANCE, RUN_INFO
from mediaframe.files.text import read_text
from mediaframe.files.yaml import read_yaml
from mediaframe.results.estimates import LABEL_FIGURES, MACRO_FIGURES, Interval
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.systems import MODEL

LONGEST = 6000  # characters of a parameter that MLflow takes
# What MLflow does unless told otherwise: it reports its use to its makers, and asks a server that is gone for minutes.
QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2"}


class Tracker:
    """A place that MLflow keeps runs in: a folder, a database, a server."""

    def __init__(self, place: str | Path) -> None:
        """Find the place, before anything is run.

        Args:
            place: a folder, or a URI that MLflow knows, such as http://HOST:5000.

        Raises:
            InputError: MLflow is not installed, or cannot use the place.
        """
        self.place = str(place)
        uri = self.place
        for name, value in QUIET.items():
            os.environ.setdefault(name, value)
        if "://" not in uri and not uri.startswith("file:"):
            uri = Path(uri).absolute().as_uri()
        if uri.startswith("file:"):  # MLflow asks whether one means it; who names a folder does
            os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
        try:
            self._client = import_module("mlflow").MlflowClient(tracking_uri=uri)
            self._client.search_experiments(max_results=1)
        except ImportError as error:
            msg = f'tracking: needs MLflow; pip install "mediaframe[tracking]" ({error})'
            raise InputError(msg) from error
        except Exception as error:
            msg = f"tracking: MLflow cannot use {self.place} ({_first_line(error)}); name a folder, or a server that runs"
            raise InputError(msg) from error

    def keep(self, folder: Path) -> str:
        """Return the id of the MLflow run made of a run folder, under the experiment's name; its files go along.

        Raises:
            MediaframeError: the place fails; the run folder is whole.
        """
        scores = EvaluationScores.model_validate_json(read_text(folder / SCORES))
        provenance, info = (json.loads(read_text(folder / n)) for n in (PROVENANCE, RUN_INFO))
        settings = dict(_flat(read_yaml(folder / CONFIG).values))
        tags = {
            "mediaframe": provenance["mediaframe"],
            CODE: provenance[CODE],
            "config_sha256": provenance["config_sha256"],
            "corpus_sha256": scores.corpus.sha256,
            "started": info["started"],
        }
        try:
            return self._keep(folder, scores.experiment, settings, dict(_metrics(scores)), tags)
        except Exception as error:
            msg = f"tracking: MLflow failed at {self.place} ({_first_line(error)}); the run is whole: {folder}"
            raise MediaframeError(msg) from error

    def _keep(
        self,
        folder: Path,
        name: str,
        settings: Mapping[str, str],
        metrics: Mapping[str, float],
        tags: Mapping[str, str],
    ) -> str:
        client = self._client
        found = client.get_experiment_by_name(name)
        experiment = found.experiment_id if found else client.create_experiment(name)
        run = client.create_run(experiment, tags=tags, run_name=f"{name}, seed {settings['seed']}")
        run_id = str(run.info.run_id)
        for key, value in settings.items():
            client.log_param(run_id, key, value[:LONGEST])
        for key, figure in metrics.items():
            client.log_metric(run_id, key, figure)
        client.log_artifacts(run_id, str(folder))
        client.set_terminated(run_id)
        return run_id


def _metrics(scores: EvaluationScores) -> Iterator[tuple[str, float]]:
    """Yield every figure of the model and the mean F1 of what it is compared with, each with its interval."""
    for name, system in scores.systems.items():
        if name != MODEL:
            yield from _interval(f"{name}.macro.f1", system.macro.f1)
            continue
        for label, figures in system.labels.items():
            for figure in LABEL_FIGURES:
                yield from _interval(f"{label}.{figure}", figures.figure(figure))
        for figure in MACRO_FIGURES:
            yield from _interval(f"macro.{figure}", system.macro.figure(figure))


def _interval(name: str, estimate: Interval) -> Iterator[tuple[str, float]]:
    """Yield a figure and the ends of its interval; what is undefined is left out."""
    ends = {"": estimate.value, ".low": estimate.low, ".high": estimate.high}
    yield from ((f"{name}{end}", value) for end, value in ends.items() if value is not None)


def _flat(settings: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield settings by dotted keys, as `-s` takes them."""
    for key, value in settings.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value if isinstance(value, str) else json.dumps(value)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__

"""Who says it, how official is it, and is it disputed? Framing of news, sentence by sentence.

In a script:

    from mediaframe import load_config, load_model, run_experiment

    outcome = run_experiment(load_config("configs/baseline.yaml"))
    model = load_model(outcome.folder)
    model.predict(["The mayor denied the claim."])
    model.predict_frame(frame)   # of pandas, with columns text and article_id: two columns more a label

`fit_model(config, corpus)` trains on all of a corpus, where nothing is to be held out.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mediaframe.comparison.compare import compare
    from mediaframe.config.file import load_config
    from mediaframe.evaluation.behaviour.suite import measure_behaviour
    from mediaframe.evaluation.evaluate import evaluate_model
    from mediaframe.experiment.fitting import fit_model
    from mediaframe.experiment.run import run_experiment
    from mediaframe.reproduction import verify
    from mediaframe.serving.labeller import load_model
    from mediaframe.study import run_study

__all__ = [
    "compare",
    "evaluate_model",
    "fit_model",
    "load_config",
    "load_model",
    "measure_behaviour",
    "run_experiment",
    "run_study",
    "verify",
]

_HOMES = {
    "compare": "mediaframe.comparison.compare",
    "evaluate_model": "mediaframe.evaluation.evaluate",
    "fit_model": "mediaframe.experiment.fitting",
    "load_config": "mediaframe.config.file",
    "load_model": "mediaframe.serving.labeller",
    "measure_behaviour": "mediaframe.evaluation.behaviour.suite",
    "run_experiment": "mediaframe.experiment.run",
    "run_study": "mediaframe.study",
    "verify": "mediaframe.reproduction",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    """Import a public name when it is first asked for: `mediaframe --help` needs no scikit-learn."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - takes longer than all else here

        return version("mediaframe")
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return [*__all__, "__version__"]

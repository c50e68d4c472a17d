"""A model on other labelled data."""

from pathlib import Path

from mediaframe.codebook import BUNDLED
from mediaframe.config import EvaluationConfig, ReportConfig
from mediaframe.data.corpus import read_corpus
from mediaframe.evaluation.baselines import fit_codebook
from mediaframe.evaluation.description import (
    codebook_version,
    describe_corpus,
    describe_origin,
    surroundings,
)
from mediaframe.evaluation.outcome import Outcome, write_results
from mediaframe.evaluation.scoring import clearest_misses, score_model
from mediaframe.files.columns import AS_NAMED, Columns
from mediaframe.files.provenance import Clock, ResultFolder, Stage, silent
from mediaframe.model.heads import make_head
from mediaframe.results.scores import EvaluationScores, TrainedOn
from mediaframe.serving.labeller import Model, load_model

MISSES = 5  # clearest misses shown per label


def evaluate_model(  # noqa: PLR0913 - the rest are keywords
    model: Model | str | Path,
    corpus_path: str | Path,
    output: str | Path,
    *,
    columns: Columns = AS_NAMED,
    config: EvaluationConfig | None = None,
    show_text: bool = True,
    force: bool = False,
    figures: bool = True,
    stage: Stage = silent,
) -> Outcome:
    """Evaluate a model, or the one in a folder, on other labelled data, with the same report, which has figures unless they are left out.

    `columns` are the user's own names of columns.

    Raises:
        InputError: a wrong model or corpus, or a folder that holds something else.
    """
    config, clock = config or EvaluationConfig(), Clock(stage)
    with clock.stage("reading"):
        loaded = model if isinstance(model, Model) else load_model(model)
        head = make_head(loaded.head)
        training, codebook = loaded.training, loaded.codebook
        config = fit_codebook(config, codebook)
        corpus = read_corpus(corpus_path, codebook, columns=columns)
        provenance = {
            **surroundings(head, loaded.features),
            "seed": training.seed,
            "corpus": describe_corpus(corpus).to_json(),
            **({"columns": dict(columns)} if columns else {}),
            "evaluation": config.model_dump(mode="json"),
            "model_weights_sha256": loaded.weights_sha256,
        }
        inputs = [] if str(corpus_path) == BUNDLED else [corpus_path]
        folder = ResultFolder(Path(output), provenance, force=force, inputs=inputs)
    with clock.stage("evaluating"):
        read = loaded.read(corpus.sentences)
        labelled = loaded.label(read)
        on_test = score_model(corpus, read, labelled, codebook, config, training.seed)
        scores = EvaluationScores(
            **on_test.given,
            experiment=f"{training.experiment} on {corpus.name}",
            model_trained_on=TrainedOn(**training.model_dump()),
            corpus=describe_corpus(corpus),
            origin=describe_origin(corpus),
            seed=training.seed,
            codebook=codebook_version(codebook),
            head=loaded.head.kind,
            features=tuple(head.name_features(loaded.features)),
            thresholds=loaded.thresholds,
            misses=clearest_misses(corpus, labelled, MISSES),
        )
    with clock.stage("reporting"), folder.fill(clock) as partial:
        shown = ReportConfig(show_text=show_text, figures=("svg",) if figures else ())
        write_results(partial, scores, corpus, labelled, codebook=codebook, shown=shown)
    return Outcome(folder.path, scores)

"""What a run or an evaluation leaves in its folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mediaframe.codebook import Codebook
from mediaframe.config import ExperimentConfig, FindingCode, ReportConfig
from mediaframe.data.corpus import Corpus
from mediaframe.files.rows import write_arrow
from mediaframe.files.summary import Summarised, Summary
from mediaframe.files.writing import write_json
from mediaframe.results.report import Shown, headline, write_report
from mediaframe.results.report_tables import overview_table
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.worth.findings import Worth
from mediaframe.serving.labeller import LabelledSentence
from mediaframe.serving.predictions import predictions_table

CONFIG, SCORES, FINDINGS, PREDICTIONS = (
    "config.yaml",
    "scores.json",
    "findings.json",
    "predictions.parquet",
)


@dataclass(frozen=True, repr=False)
class Outcome(Summarised):
    """Where a run lies, and its scores."""

    folder: Path
    scores: EvaluationScores
    mute: tuple[FindingCode, ...] = ()

    @property
    def worth(self) -> Worth:
        """What the scores are worth, in words, without the findings that are muted."""
        return Worth.of(self.scores, self.mute)

    def summary(self) -> Summary:
        """Return the result in a sentence, F1 of every system, and where the report lies."""
        table = overview_table(self.scores)
        lines = (headline(self.scores), f"report: {self.folder / 'report.html'}")
        return Summary(f"Run {self.scores.experiment}", lines, (table.header, *table.rows))


def write_results(  # noqa: PLR0913 - the rest are keywords
    folder: Path,
    scores: EvaluationScores,
    corpus: Corpus,
    labelled: Sequence[LabelledSentence],
    *,
    codebook: Codebook,
    shown: ReportConfig,
    config: ExperimentConfig | None = None,
) -> None:
    """Write scores, what they are worth, predictions and report of a run, or, without its config, of an evaluation."""
    write_json(folder / SCORES, scores.to_json())
    write_json(folder / FINDINGS, Worth.of(scores, shown.mute).to_json())
    rows = [
        item.to_row(show_text=shown.show_text)
        | {"coded": [label for label, is_true in zip(corpus.labels, row, strict=True) if is_true]}
        for item, row in zip(labelled, corpus.targets, strict=True)
    ]
    write_arrow(predictions_table(rows, corpus.labels), folder / PREDICTIONS)
    texts = {
        sentence.sentence_id: sentence.text if shown.show_text else "(text not shown)"
        for sentence in corpus.sentences
    }
    rulings = {str(ruling.number): ruling.about for ruling in codebook.rulings}
    write_report(
        folder,
        scores,
        Shown(texts, rulings, config, shown.figures, tables=shown.tables, mute=shown.mute),
    )

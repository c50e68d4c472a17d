"""What a run or an evaluation leaves in its folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mediaframe.data.corpus import Corpus
from mediaframe.files.rows import write_arrow
from mediaframe.files.summary import Summarised, Summary
from mediaframe.files.writing import write_json
from mediaframe.results.report import headline, overview_table, write_report
from mediaframe.results.scores import EvaluationScores
from mediaframe.serving.labeller import LabelledSentence
from mediaframe.serving.predictions import predictions_table

CONFIG, SCORES, PREDICTIONS = "config.yaml", "scores.json", "predictions.parquet"


@dataclass(frozen=True, repr=False)
class Outcome(Summarised):
    """Where a run lies, and its scores."""

    folder: Path
    scores: EvaluationScores

    def summary(self) -> Summary:
        """Return the result in a sentence, F1 of every system, and where the report lies."""
        table = overview_table(self.scores)
        lines = (headline(self.scores), f"report: {self.folder / 'report.html'}")
        return Summary(f"Run {self.scores.experiment}", lines, (table.header, *table.rows))


def write_results(
    folder: Path,
    scores: EvaluationScores,
    corpus: Corpus,
    labelled: Sequence[LabelledSentence],
    *,
    show_text: bool,
    figures: bool,
) -> None:
    """Write scores, predictions and report of an evaluation, with its figures or without."""
    write_json(folder / SCORES, scores.to_json())
    rows = [
        item.to_row(show_text=show_text)
        | {"coded": [label for label, is_true in zip(corpus.labels, row, strict=True) if is_true]}
        for item, row in zip(labelled, corpus.targets, strict=True)
    ]
    write_arrow(predictions_table(rows, corpus.labels), folder / PREDICTIONS)
    texts = {
        sentence.sentence_id: sentence.text if show_text else "(text not shown)"
        for sentence in corpus.sentences
    }
    write_report(folder, scores, texts, figures=figures)

"""JSON Schemas of the results files, for programs that read them."""

from typing import Any

from mediaframe.results.comparison_scores import Comparison
from mediaframe.results.estimates import ResultSection
from mediaframe.results.measurement.scores import Estimates
from mediaframe.results.parts import PartScores
from mediaframe.results.reading_changes import ReadingChanges
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.study.scores import StudyScores
from mediaframe.results.worth.findings import Worth

RESULTS: dict[str, type[ResultSection]] = {
    "scores": EvaluationScores,
    "findings": Worth,
    "study": StudyScores,
    "comparison": Comparison,
    "parts": PartScores,
    "changes": ReadingChanges,
    "estimates": Estimates,
}
"""Name of a results file without its ending, or of what `read` prints -> what it holds."""


def results_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a results file, such as `scores`."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return dialect | RESULTS[name].model_json_schema()

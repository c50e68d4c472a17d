"""Types of values that several sections of an experiment have in common."""

from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Value = TypeVar("Value")


class _OneOrMany:
    """JSON Schema of a grid: one value, or a list of them."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        listed = handler(core_schema)
        return {"anyOf": [listed["items"], listed]}


def _as_tuple(value: Any) -> Any:  # noqa: ANN401 - checked by the type around it
    return value if isinstance(value, list | tuple) else (value,)


Grid = Annotated[tuple[Value, ...], Field(min_length=1), BeforeValidator(_as_tuple), _OneOrMany]
"""One value, or a list of values to choose from on the folds of train."""

Positive = Annotated[float, Field(gt=0, strict=True)]  # strict: `true` is no number

FilePath = Annotated[str, StringConstraints(min_length=1)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

ScoresPath = Annotated[
    FilePath,
    Field(
        description="A .jsonl, .csv or .parquet file with `sentence_id` and `scores` (label to probability) "
        "or `labels`; relative to the file that says it."
    ),
]
"""What another model said, be it one of the features or the head."""

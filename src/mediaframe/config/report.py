"""Settings of the report: what it shows, and what it need not say."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mediaframe.files.schema import Section

FindingCode = Literal[
    "MF01", "MF02", "MF03", "MF04", "MF05", "MF06", "MF07", "MF08", "MF09",
    "MF10", "MF11", "MF12", "MF13", "MF14", "MF15", "MF16", "MF17", "MF18",
]  # fmt: skip
"""What a report may find; `mediaframe.results.worth.catalogue` says what each is."""

FigureFormat = Literal["svg", "pdf", "png"]


def _as_formats(value: Any) -> Any:  # noqa: ANN401 - checked by the type around it
    """Return the formats that a setting stands for: `true` is SVG, `false` none; others come beside SVG."""
    if isinstance(value, bool):
        return ("svg",) if value else ()
    listed = tuple(value) if isinstance(value, list | tuple) else (value,)
    return ("svg", *(each for each in listed if each != "svg")) if listed else ()


class _YesOrFormats:
    """JSON Schema of what `_as_formats` takes."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        listed = handler(core_schema)
        return {"anyOf": [{"type": "boolean"}, listed["items"], listed]}


FigureFormats = Annotated[tuple[FigureFormat, ...], BeforeValidator(_as_formats), _YesOrFormats]
"""Formats of figures, SVG first; none where nothing is drawn."""


class ReportConfig(Section):
    """What the report shows."""

    show_text: bool = Field(
        default=True,
        description="Whether sentences of the corpus may stand in report and predictions.",
    )
    misses: int = Field(
        5, ge=0, le=100, strict=True, description="Clearest misses shown per label."
    )
    behaviour: bool = Field(
        default=True,
        description="Whether the model is tried on the behavioural suite, where it reads text and its codebook is the bundled one.",
    )
    figures: FigureFormats = Field(
        ("svg",),
        description="Whether figures are drawn, which takes longer than all else of a small run; or their formats, such as "
        "`[svg, pdf, png]`, PNG at 300 dpi; the report shows the SVG. With `false` the report has its tables alone.",
    )
    tables: bool = Field(
        default=True,
        description="Whether every table of the report is also written as CSV to `tables/`.",
    )
    mute: tuple[FindingCode, ...] = Field(
        (),
        description="Codes of findings that the report need not tell, such as `[MF03]`; how many were left out it says.",
    )

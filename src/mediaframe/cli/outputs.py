"""What `predict` writes: rows, sources, a page, and what is left to code."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mediaframe.cli.sentences import show_labelled

if TYPE_CHECKING:
    from mediaframe.files.rows import Row
    from mediaframe.serving.abstention import ErrorBound
    from mediaframe.serving.labeller import LabelledSentence, Model


@dataclass(frozen=True)
class Outputs:
    """The files asked for."""

    rows: Path | None
    sources: Path | None
    page: Path | None
    code_next: Path | None

    def check(self, inputs: Sequence[str], *, force: bool) -> None:
        """Refuse files that cannot be written, or that are read, before any work is done.

        Raises:
            InputError: an unknown ending, a file that stands there already, or one that is named twice.
        """
        from mediaframe.files.folders import check_each_apart, check_new
        from mediaframe.files.rows import format_of
        from mediaframe.files.stream import STDIN
        from mediaframe.serving.predictions import check_output

        named = {"-o": self.rows, "--sources": self.sources, "--page": self.page}
        named["--code-next"] = self.code_next
        check_each_apart(named, [file for file in inputs if file != STDIN])
        for table in filter(None, (self.rows, self.code_next)):
            check_output(table)
        if self.sources:
            format_of(self.sources)
        for table in filter(None, (self.rows, self.sources, self.code_next)):
            check_new(table, force=force)

    def write(
        self,
        model: "Model",
        labelled: "Sequence[LabelledSentence]",
        given: "Sequence[Row]",
        bound: "ErrorBound | None",
    ) -> None:
        """Write what was asked for, rows to standard output if nothing was, and say where it is."""
        from mediaframe.serving.page import write_page

        self._write_rows(model, labelled, given, bound)
        if self.sources:
            _write_sources(self.sources, model, labelled, given)
        if self.page:
            write_page(self.page, labelled, model, given)
        written = [str(path) for path in (self.rows, self.sources, self.page) if path]
        if written:
            rest = "" if self.rows else " (-o writes the rows too)"
            typer.echo(
                f"{len(labelled)} sentences labelled: {' and '.join(written)}{rest}", err=True
            )

    def _write_rows(
        self,
        model: "Model",
        labelled: "Sequence[LabelledSentence]",
        given: "Sequence[Row]",
        bound: "ErrorBound | None",
    ) -> None:
        from mediaframe.serving.abstention import rows_to_code
        from mediaframe.serving.predictions import write_flat, write_predictions

        is_asked = self.page or self.sources or self.code_next
        if not (self.rows or is_asked or bound) and sys.stdout.isatty():
            show_labelled(labelled)
        elif self.rows or not is_asked:
            rows = [bound.to_row(item) if bound else item.to_row() for item in labelled]
            write_predictions(rows, model.labels, self.rows, sys.stdout, given)
        if bound:
            typer.echo(bound.to_text(labelled), err=True)
        if bound and self.code_next:
            left = rows_to_code(labelled, given, bound)
            write_flat(left, self.code_next)
            typer.echo(f"{len(left)} sentences to code: {self.code_next}", err=True)


def _write_sources(
    path: Path, model: "Model", labelled: "Sequence[LabelledSentence]", given: "Sequence[Row]"
) -> None:
    from mediaframe.files.rows import write_table
    from mediaframe.serving.sources import count_sources, source_columns

    counted = count_sources(labelled, given, model.labels)
    write_table(counted, path, columns=source_columns(counted, model.labels))

"""What commands that read coders' tables say of cells without a label."""

from pathlib import Path

import typer


def warn_of_empty_cells(corpus: Path, file_format: str | None = None) -> None:
    """Say on stderr how many empty cells of coders in a table are read as "none of the labels"."""
    from mediaframe.data.formats import guess_format
    from mediaframe.data.formats.tables import empty_cells

    if str(corpus) == "bundled":
        return
    file_format = file_format or guess_format(corpus)
    found = empty_cells(corpus, file_format)
    if found:
        counts = ", ".join(f"{column} {count}" for column, count in found.items())
        typer.echo(
            f'{corpus}: {sum(found.values())} empty cells are read as "none" ({counts}); '
            f"write {'NA' if file_format == 'csv' else 'null'} where a coder did not code",
            err=True,
        )

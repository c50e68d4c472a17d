"""Another version of this program, run on sentences: from a folder of sources, or a revision of the checkout at hand."""

import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from mediaframe.article.sentences import Sentence
from mediaframe.codebook import BUNDLED
from mediaframe.errors import InputError, MediaframeError
from mediaframe.files.aside import scratch_folder
from mediaframe.files.rows import write_table
from mediaframe.files.writing import write_bytes


@contextmanager
def other_version(where: str) -> Iterator[Path]:
    """Give the folder that holds the package `mediaframe` of another version.

    Args:
        where: a folder of sources (a checkout, its `src`, or what holds the package), or a git revision of the checkout that
            this package stands in, which is exported to a temporary folder.

    Raises:
        InputError: neither.
    """
    folder = Path(where)
    if folder.is_dir():
        for candidate in (folder / "src", folder):
            if (candidate / "mediaframe" / "__main__.py").is_file():
                yield candidate.resolve()
                return
        msg = f"{where}: no package mediaframe in it, nor in its src; name a checkout"
        raise InputError(msg)
    with scratch_folder() as temporary:
        yield _export(where, temporary)


def _export(revision: str, target: Path) -> Path:
    """Unpack the sources of a git revision into a folder; return where the package lies."""
    checkout = Path(__file__).parents[3]
    if not (checkout / ".git").exists():
        msg = f"{revision}: no such folder, and mediaframe is not installed from a git checkout; name a folder of sources"
        raise InputError(msg)
    if revision.startswith("-"):  # git would take it for an option
        msg = f"{revision}: neither a folder nor a revision; name one"
        raise InputError(msg)
    command = ["git", "-C", str(checkout), "archive", "--format=tar", f"{revision}:src"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - git, no shell
    except FileNotFoundError as error:
        msg = f"{revision}: no such folder, and git is not installed; name a folder of sources"
        raise InputError(msg) from error
    if done.returncode != 0:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        reason = told[-1] if told else "git archive failed"
        msg = f"{revision}: neither a folder nor a revision of {checkout} ({reason}); name one"
        raise InputError(msg)
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        for member in archive:
            if (content := archive.extractfile(member)) is not None:  # else a folder
                file = target / member.name  # git has no name that leads out of the tree
                file.parent.mkdir(parents=True, exist_ok=True)
                write_bytes(file, content.read())
    return target


def read_by_other(where: str, sentences: Sequence[Sentence], codebook: str) -> str:
    """Return what `read --json` of another version prints of sentences.

    Raises:
        InputError: no such version, or one without `read`.
        MediaframeError: it failed.
    """
    with other_version(where) as package, scratch_folder() as temporary:
        rows = temporary / "sentences.jsonl"
        write_table(
            [
                {"sentence_id": item.sentence_id, "article_id": item.article_id, "text": item.text}
                for item in sentences
            ],
            rows,
        )
        command = [sys.executable, "-m", "mediaframe", "read", str(rows), "--json"]
        if codebook != BUNDLED:
            command += ["--codebook", str(Path(codebook).absolute())]
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            cwd=temporary,
            env={**os.environ, "PYTHONPATH": str(package), "NO_COLOR": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if "No such command" in done.stderr:
        msg = f"{where}: that version of mediaframe has no `read`; name a later one"
        raise InputError(msg)
    if done.returncode != 0:
        told = done.stderr.strip().splitlines()
        msg = f"{where}: that version could not read the sentences: {told[-1] if told else 'it said nothing'}"
        raise MediaframeError(msg)
    return done.stdout

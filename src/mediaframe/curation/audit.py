"""Is a corpus sound? An audit as a page and as JSON."""

from dataclasses import asdict
from pathlib import Path

from mediaframe.data.audit import Audit
from mediaframe.files.folders import new_files
from mediaframe.files.writing import write_json
from mediaframe.results.pages import write_plain_page
from mediaframe.results.tables import Table


def write_audit(folder: Path, audit: Audit) -> None:
    """Write `audit.json` and `audit.html` to a folder, beside what else is there."""
    figures = {key: value for key, value in asdict(audit).items() if key != "findings"}
    findings = [finding.to_json() for finding in audit.findings]
    items = [
        (finding.kind, finding.what, list(zip(finding.sentence_ids, finding.texts, strict=False)))
        for finding in audit.findings
    ]
    title = f"Audit of {audit.corpus}"
    with new_files(folder) as partial:
        write_json(
            partial / "audit.json", {**figures, "is_clean": audit.is_clean, "findings": findings}
        )
        write_plain_page(
            partial / "audit.html", title, audit_headline(audit), [audit_table(audit)], items
        )


def audit_headline(audit: Audit) -> str:
    """Return the outcome of an audit in one sentence."""
    size = f"{audit.sentences} sentences of {audit.articles} articles"
    problems = sum(finding.is_problem for finding in audit.findings)
    return f"{size}: {'clean' if audit.is_clean else f'{problems} problems'}."


def audit_table(audit: Audit) -> Table:
    """Return how many sentences carry each label."""
    rows = tuple(
        (label, str(count), f"{count / audit.sentences:.1%}")
        for label, count in audit.positives.items()
    )
    return Table(
        "labels", "Sentences that carry each label.", ("label", "positives", "share"), rows
    )

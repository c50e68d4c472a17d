"""What the figures of a run are worth, in words: verdicts, findings, methods, a checklist."""

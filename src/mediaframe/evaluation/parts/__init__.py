"""The reader's parts against gold: cues, sources, contents, who is linked, statuses, contests, labels."""

"""One experiment, from corpus to report."""

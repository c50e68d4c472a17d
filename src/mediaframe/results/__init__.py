"""Results: figures with intervals, and the report."""

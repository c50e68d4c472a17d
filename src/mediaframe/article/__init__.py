"""Articles: sentences and where they stand, from raw text or from rows."""

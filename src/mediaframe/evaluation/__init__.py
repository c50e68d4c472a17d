"""A model on labelled sentences, and on hand-written cases."""

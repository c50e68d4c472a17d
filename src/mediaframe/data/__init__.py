"""Corpora: reading, checking and splitting them."""

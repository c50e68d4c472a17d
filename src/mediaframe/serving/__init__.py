"""A saved model and its use."""

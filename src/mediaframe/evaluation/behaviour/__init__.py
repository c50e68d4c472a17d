"""Behaviour: what a model does on small cases that each test one rule of the codebook."""

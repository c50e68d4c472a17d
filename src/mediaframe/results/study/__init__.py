"""What the experiments of a study say together, as figures and as one page."""

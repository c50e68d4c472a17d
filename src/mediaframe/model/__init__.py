"""The model: what is read from sentences, and what turns it into labels."""

"""Neural encoders of the user's own: sentence embeddings, and transformers that are fine-tuned."""

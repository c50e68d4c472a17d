"""Reading an article: who says what in each sentence, how official that is, and whether it is disputed."""

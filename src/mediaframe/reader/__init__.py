"""Reading an article: who says what in each sentence, how official that is, and whether it is disputed.

Where a cue word becomes a feature: `lexicon/*.yaml` lists the words (`said` is of class `saying`). `tokens` cuts a sentence into
words and `matching` finds those of the lexicon among them: a `Match`. `attribution` ties a match to its source and its content,
with the help of `sources` (what a phrase says its speaker is), `subjects` (where the source stands), `referents` and `cast` (who
is meant) and `content`: an `Attribution`; `speakers` does so for a whole article, `quotations` and all, and `dispute` finds the
words that contest. `signals` turns these into names such as `official+assertion`, and `reading` joins all of it into one
immutable reading of the article. `mediaframe.model.features.ReadingVectorizer` gives each name a column (`read:official+assertion`,
`cue:saying`), and `evidence` shows the words behind a label. All are views of the one reading; nothing reads twice.
"""

"""Reading an article: who says what in each sentence, how official that is, and whether it is disputed.

Where a cue word becomes a feature: `lexicon/*.yaml` lists the words (`said` is of class `saying`). `tokens` cuts a sentence into
words and `matching` finds those of the lexicon among them: a `Match`.

Who is who: `mentions` tells what kind of source a word speaks of and where names are, `phrases` cuts a noun phrase into its parts
and `composition` says what it makes of its holder. `introductions` and `explanations` read what stands around a name, `cast` links
names and titles over the whole article into `entities`, and `referents` tells who is meant by a source, a pronoun or a spokesman.

`attribution` ties a match to its source (`subjects` and `clauses` tell where that stands) and its `content`: an `Attribution`;
`speakers` does so for a sentence and `turns` for quotations and interviews over the article; `dispute` pairs claims that contest
each other. `signals` turns these into names such as `official+assertion`, and `reading` joins all of it into one
immutable reading of the article. `mediaframe.model.features.ReadingVectorizer` gives each name a column (`read:official+assertion`,
`cue:saying`), and `evidence` shows the words behind a label. All are views of the one reading; nothing reads twice.
"""

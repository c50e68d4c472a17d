"""Reading an article: who says what in each sentence, how official that is, and whether it is disputed.

Where a cue word becomes a feature: `lexicon/*.yaml` lists the words (`said` is of class `saying`). `tokens` cuts a sentence into
words and `matching` finds those of the lexicon among them: a `Match`. `quotations` finds quoted words, over sentences and
paragraphs. `grammar` and `clauses` tell how far a noun phrase goes and what the subject of a clause is, `subjects` where the
source of a cue stands, `verbs` and `conveying` whether the cue conveys anything there. `mentions`, `naming`, `phrases` and
`composition` tell what a noun phrase says of its holder, `introductions` and `explanations` what stands before and behind a name, `entities` and `cast`
who the people and bodies of the article are: an `Entity`; `referents` whom a source means. `attribution` ties cue, source
and content (`content`, `kinds`, by the clause in `predicates`) together: an `Attribution`. `speakers` does so for a sentence, `labels` and `turns` for what is quoted or
said in an interview without a cue, and `dispute`, `claims` and `rivals` find what contests a claim. `signals` turns all of it into names such as
`official+assertion`, and `reading` joins it into one immutable reading of the article.
`mediaframe.model.features.ReadingVectorizer` gives each name a column (`read:official+assertion`, `cue:saying`), and `evidence` shows
the words behind a label, `inspection` all that was read. All are views of the one reading; nothing reads twice.
"""

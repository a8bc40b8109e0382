"""Training of the reader: `python -m kqa.answer.train --help`.

`weights` learns from public question sets what the words of a question, the places around a sentence and
the kinds of answers are worth; the encoder stays as it is. `adapter` and `answers` learn the two
networks from questions written about a workspace. `combine` weighs the parts of a score, and
`confidence` fits how probable it is that the best sentence answers, both on questions about a workspace.
"""

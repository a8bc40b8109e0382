"""Answers: choosing sentences, deciding whether the corpus answers, and putting an answer together."""

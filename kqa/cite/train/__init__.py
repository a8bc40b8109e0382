"""Fits the weights of claim verdicts: `python -m kqa.cite.train` rewrites `kqa/cite/verdict.json`."""

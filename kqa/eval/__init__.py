"""Evaluation: gold sets, runs, measures, comparison, report."""

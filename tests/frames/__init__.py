"""Findings as tables, charts and reports."""

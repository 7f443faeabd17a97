"""Criteria evaluated on findings of every form."""

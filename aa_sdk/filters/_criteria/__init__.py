"""Criteria as data: checked, merged, split, parsed, rendered."""

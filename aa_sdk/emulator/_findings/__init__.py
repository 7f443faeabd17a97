"""Findings by the million: records, and the queries over them."""

"""Findings over HTTP: a small service as one would put it before a team's own tools."""

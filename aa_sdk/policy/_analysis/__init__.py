"""Equivalence classes of requests, and the search over them."""

"""How findings are archived in bulk, and what an archive rule would archive."""

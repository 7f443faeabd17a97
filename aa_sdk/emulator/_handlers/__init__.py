"""One handler for each operation, one file for each noun."""

"""How tables are made: columns of values as Arrow arrays, rows of each noun, and files."""

"""Charts of findings: what is counted and said stands in pictures, which one room draws."""

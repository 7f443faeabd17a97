"""The policy language: text in, immutable objects out. It knows no algorithm."""

"""How models show: as a repr, as a line, as a card, and as rows of a table.

What is here knows the classes by their names, in `faces` and in `rows`, and imports none of them:
they are all below nothing, and this is loaded when one of them is shown.
"""

"""What a person sees of an answer: the same words as a line of text, in Markdown, HTML and rich.

`wording` puts policies into words, `lines` and `cards` lay them out: the lines of a difference, and
the cards of external access.
"""

"""What the pytest plugin's assertions do: put a question to `aa_sdk.policy`, and say what failed.

`sources` knows where a document comes from, `checks` and `validity` decide, and `failures` and
`findings` write what a test shows.
"""

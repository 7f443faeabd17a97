"""How a policy is cut down to what is used, with the least of its text changed.

`unused` reads what is not used and `document` the policy; `cutting` decides what becomes of each
action, with `splitting` for wildcards; `editing` changes the text, and `changes` shows it;
`proving` asks the policy checks about the outcome, and `recommended` sets that of the service
beside it. `faces` draws it all.
"""

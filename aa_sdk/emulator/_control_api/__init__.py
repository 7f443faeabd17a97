"""The control API: what a program in Python does with an `Emulator`, for everybody else by HTTP.

There is one set of verbs, the methods of the `Emulator`. `routes` is the table that gives each of
them a method and a path, and the only place that knows them one by one: a new verb is one entry.
What a request has to say is read off the verb's signature (`signatures`, `forms`), and so is what
the response has in it (`shown`). `api` leads a request to its verb and back, `snapshots` moves
whole states, `access` says who may, and `openapi` writes all of it down for other languages.

`front` is what the server asks first. It is there without the rest, which is imported when control
is on.
"""

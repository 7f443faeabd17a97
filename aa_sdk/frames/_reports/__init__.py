"""How reports are made of findings: what counts, who and what, in which order, and how it is told.

`chosen` says which findings a report is about; `actions`, `conditions`, `parties` and `ages` what
their parts mean; `exposures` and `unused_things` put them in order; the two modules named after
the reports lay them out, and `markdown` writes what is laid out for tickets.
"""

"""What a person sees: text of others made harmless, and laid out for notebooks and terminals.

`text` and `words` make single texts fit to be shown, `layout` says what is shown in which order,
`html` and `terminal` draw that. Whoever is shown says so in `_face`, and is a `Shown`.
"""

from aa_sdk._display.text import escape as escape
from aa_sdk._display.text import fit_json as fit_json
from aa_sdk._display.text import json_text as json_text

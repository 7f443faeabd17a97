"""How a fleet is swept: which scopes there are, who enters them, and what becomes of each."""

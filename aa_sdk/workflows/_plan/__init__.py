"""How a plan is made: a specification, what there is, and what would have to change."""

"""The search for external access: a policy compared with the zone of trust, written as another.

`zone_policy` writes it, `lenient_reading` reads the policy of the resource whatever its conditions
are, `search` compares the two, one principal of one Allow at a time, and `granted_actions` and
`resource_types` tell which actions can be about the resource.
"""

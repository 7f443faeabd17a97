"""The work of `aa-sdk rules`."""

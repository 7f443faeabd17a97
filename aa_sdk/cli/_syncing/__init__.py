"""The work of `aa-sdk sync`."""

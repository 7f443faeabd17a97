"""A world as JSON, on a way that trusts nothing.

Bytes of a file, or whatever a caller calls a snapshot, go through `reading`: into JSON, through the
types of `forms`, which say what may stand where, and through a few checks of what no type can say.
`errors` tells what was wrong, with the place. What comes out are plain values again, which
`saving` sets up a world from, without looking at them twice; it also is the way back.

Why plain values and not the validated objects: those would have to be turned into what the world
keeps anyway, which is wire form, and a finding's details must come back as they were saved.
"""

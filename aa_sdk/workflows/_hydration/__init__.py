"""How findings are read with many calls at a time: what is to be read, by whom, and what came."""

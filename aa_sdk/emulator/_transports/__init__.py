"""The ways to reach an emulator: in process, over HTTP, through respx."""

"""Fleets: accounts and Regions of an emulator, swept."""

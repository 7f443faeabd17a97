"""Listings as they are written: tables for people, and records for programs."""

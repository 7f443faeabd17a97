"""Invented resources and findings for populated accounts."""

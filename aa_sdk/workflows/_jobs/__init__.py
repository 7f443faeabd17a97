"""The kinds of jobs, one file each, and how any of them is waited for."""

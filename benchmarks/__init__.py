"""Measures of the dashboard beside a hand-written page that does the same job: ``make bench``."""

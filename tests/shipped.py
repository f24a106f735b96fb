"""The shipped edition, read once for all the tests of a process: they only read it."""

from functools import cache

from data.load import load_dataset

shipped_dataset = cache(load_dataset)

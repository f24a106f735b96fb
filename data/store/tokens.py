"""Secrets of links: known to who holds the link, kept here as a hash only."""

from __future__ import annotations

import hashlib


def hash_of(token: str) -> str:
    """What the store keeps of a secret.

    A plain hash is enough: the secrets are long and random, so nobody can try them out.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

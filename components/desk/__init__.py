"""The desk: what staff see and do, on top of the store."""

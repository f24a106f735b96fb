"""The desk: what staff see and do to keep the data true."""

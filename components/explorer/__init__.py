"""The indicator explorer: an address, its controls, and one story told as chart or table."""

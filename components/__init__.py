"""What pages are made of: frame, maps, charts, cards, text, session. May import analysis and data."""

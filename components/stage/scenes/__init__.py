"""What each scene says: facts counted by ``analysis``, put into words and a chart."""

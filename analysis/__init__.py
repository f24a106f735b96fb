"""What the facts say: pure functions on records. Knows nothing of the screen."""

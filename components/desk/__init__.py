"""The desk: where staff write, review and keep the facts true. Nobody sees it without signing in."""

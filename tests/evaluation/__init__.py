"""Questions over documents of our own, and the command that scores the product on them."""

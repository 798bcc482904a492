"""StreamField blocks: one file an idea, and in `bodies.py` the sets that page bodies may use."""

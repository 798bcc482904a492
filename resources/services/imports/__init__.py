"""The services as a file, one row a channel: read, checked, applied, and written out again.

`columns` knows what a cell means, `importing` what a whole file does, `views` how it is done at the
desk. A row of the register and a
row of a file are compared as the same texts, so that an export imports again to the same.
"""

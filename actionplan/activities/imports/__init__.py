"""The plan as a file: read, checked, compared, applied, and written out again.

`columns` knows the headings, `sheet` what a row means, `importing` what a whole file does to a
version, and `exporting` how a version becomes a file; `resources.desks.spreadsheets` knows CSV and
Excel. An activity and a row are compared as the same row of text, so that an export imports again
to the same.
"""

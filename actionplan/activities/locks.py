"""What the plan itself says: the one list of what is locked once a version is adopted.

The trigger in the database is written from it, and a test asks the trigger about every column.
Texts are locked in Swedish, the language the plan is decided in. Translations, areas and target
groups are our reading: not locked.
"""

LOCKED_FIELDS = (
    "lineage",
    "number",
    "part",
    "title_sv",
    "lead_sv",
    "closing_sv",
    "carried_out_by_sv",
    "official_text_sv",
    "schedule_text",
    "start_year",
    "end_year",
    "is_ongoing",
    "applies_to_all_committees",
)
# Rows of their own that belong to an activity.
LOCKED_ROWS = ("points", "responsibilities")

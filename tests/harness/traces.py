"""Looking for words that must be nowhere: in a text, and in everything the database holds."""

from urllib.parse import quote

from django.db import connection

# In no text of the starting content, and with a letter that addresses write in another way.
RARE = "kvastfeberlimå"
_TABLES = "select tablename from pg_tables where schemaname = 'public'"
_LAST_QUESTIONS = """(select query from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()) as place"""


def holds(text: str) -> bool:
    """Whether the rare word stands in a text, as itself or as an address writes it."""
    return any(form.casefold() in text.casefold() for form in (RARE[:-1], quote(RARE)))


def tables_with(word: str) -> list[str]:
    """Every table with `word` in any column, and the last questions that PostgreSQL remembers."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        quote_name = connection.ops.quote_name
        places = [f"{quote_name(name)} as place" for (name,) in cursor.fetchall()]
        found = []
        for place in [*places, _LAST_QUESTIONS]:
            cursor.execute(f"select 1 from {place} where place::text ilike %s", [f"%{word}%"])
            found += [place] if cursor.fetchone() else []
    return found

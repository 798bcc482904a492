"""Who is reminded of what and when: the rule, its memory, and the page that shows both."""

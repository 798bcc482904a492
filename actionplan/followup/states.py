"""Which states of an answer count as handed in: one definition for queries and for what is read."""

# Not begun, a draft, or handed back: what is handed in and waits for approval is not missing.
NOT_HANDED_IN = ("draft", "returned")


def is_handed_in(state: str) -> bool:
    """Tell whether an answer in this state has been handed in."""
    return state not in NOT_HANDED_IN

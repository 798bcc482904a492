"""What a file does to the services, in words."""

from resources.services.imports.importing import Outcome


def told(outcome: Outcome) -> list[str]:
    """Say in lines what a file does, or did."""
    lines = [f"Ny: {name}" for name in outcome.made]
    for changed in outcome.changed:
        lines.append(f"Ändras: {changed.name}")
        lines += [
            f"    {heading}: {before or '(tomt)'} → {after or '(tomt)'}"
            for heading, (before, after) in changed.cells.items()
        ]
    lines.append(
        f"{len(outcome.made)} nya, {len(outcome.changed)} ändrade, {outcome.left} lämnade."
    )
    return lines

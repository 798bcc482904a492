"""What is wrong with a file, said so that the one who wrote it can put it right."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to put right. `row` is 0 and `column` is "" when the whole file is meant."""

    row: int
    column: str
    cure: str

    def __str__(self) -> str:
        places = [f"Rad {self.row}"] if self.row else []
        places += [f"kolumnen {self.column}"] if self.column else []
        place = ", ".join(places)
        return f"{place[:1].upper()}{place[1:]}: {self.cure}" if place else self.cure


class ImportRefused(Exception):
    """A file that is not imported. Carries every fault that was found, and changes nothing."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))

"""That a file is not taken, and why."""


class Refused(Exception):
    """A file that is not taken; the text is the sentence to show."""


DAMAGED = "Filen är skadad eller inte hel. Spara den på nytt, eller välj en annan."
LOCKED = "Filen är låst med ett lösenord. Spara den på nytt utan lösenord."
TWO_THINGS = "Filen är två slags filer i en. Spara den på nytt från programmet som den gjordes i."

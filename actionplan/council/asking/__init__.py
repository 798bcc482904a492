"""Questions from the council to the competence centre, and their answers."""

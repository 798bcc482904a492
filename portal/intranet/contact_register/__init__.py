"""The contact persons of the units: the register, and what a person does with their own task."""

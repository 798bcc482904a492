"""What takes long at the largest size: measured by `make bench`, outside the tests."""

"""Open data: the registers of help for other people's programs, and a page that explains them."""

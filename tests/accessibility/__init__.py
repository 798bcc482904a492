"""Every kind of page, in every width, scheme and direction, by axe, vnu, keyboard and old browser."""

"""Menus, breadcrumbs, languages, and the addresses of what the registers hold."""

"""The registers as the admin's menu shows them: the only room that knows every desk."""

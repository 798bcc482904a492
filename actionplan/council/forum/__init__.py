"""Sign-ups to the open forums: by a mail address alone, kept for as long as they are needed."""

"""Page types, one file each. A "door page" shows registers under a page that an editor owns."""

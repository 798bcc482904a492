"""One search over public pages, services and activities, which keeps no word of what was asked."""

"""How pages leave the house: headers, compression, style sheets, and which paths know a session."""

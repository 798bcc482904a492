"""Every kind of page, however it is read: axe, valid HTML, keyboard, paper, old browsers."""

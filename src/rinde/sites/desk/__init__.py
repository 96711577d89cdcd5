"""The staff's desk: the menu, the start page, the commands that run the whole."""

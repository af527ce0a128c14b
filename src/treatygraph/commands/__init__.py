"""The commands of the command line, one module each; the only modules that print, with cli."""

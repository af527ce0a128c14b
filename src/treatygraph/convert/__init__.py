"""Turns files of other formats into the plain-text layout that read/ reads; must not know rules or what words mean."""

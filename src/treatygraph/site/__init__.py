"""Writes the pages of the server as files that any web space can give, with nothing running behind them."""

"""Names everything in English and Chinese: the wordings of facts and of things without a name; must not read a text."""

"""How an article is told from its furniture: metadata, times, blocks of text and the tables of what is furniture."""

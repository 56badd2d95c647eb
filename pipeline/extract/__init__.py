"""Reading: the words of an article without its furniture, the rules of a document with their paths, persons masked."""

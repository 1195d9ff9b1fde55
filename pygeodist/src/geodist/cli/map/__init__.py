"""What a map shows, and its drawing: as a page or as a picture."""

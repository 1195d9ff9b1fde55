"""Finding points near points: the index, its neighbours, joins of tables."""

"""Who the people of a source are: which columns tell, and the runs that make them known to the vault."""

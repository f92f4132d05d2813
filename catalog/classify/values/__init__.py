"""What sampled values show: whole samples as one Arrow column, shares and shapes out, no value kept."""

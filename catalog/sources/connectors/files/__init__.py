"""One file for each file format; a folder's files become collections through them."""

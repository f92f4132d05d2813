"""What this part can do, one file for each deed."""

"""What this part can do: scan, decide, handle findings, set a rhythm."""

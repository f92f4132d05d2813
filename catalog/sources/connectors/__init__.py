"""One file for each kind of system, behind the one interface in base.py; imports no Django."""

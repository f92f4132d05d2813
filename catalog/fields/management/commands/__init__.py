"""The commands: manage.py classify and its siblings."""

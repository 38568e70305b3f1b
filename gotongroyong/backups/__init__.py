"""One file that holds a neighbourhood: `manage.py backup` makes it, `restore` gives it back."""

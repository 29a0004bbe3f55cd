"""django-helpdesk, measured in a virtual environment of its own: `PEER=1 make bench`."""

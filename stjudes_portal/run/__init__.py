"""`make run`: one supervisor that starts the portal's processes, keeps them up, and takes them all down."""

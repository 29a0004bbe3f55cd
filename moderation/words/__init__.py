"""Words for answers: templates, second opinions, what a journalist, a parent or a pupil is told (C2, H2, H3, H4)."""

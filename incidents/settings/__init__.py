"""In which order seniors are asked, how soon, whom to ring; and for whom no way round exists (H5)."""

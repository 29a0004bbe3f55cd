"""Comments out of a CSV file: read it, map its columns, judge each row, add the good ones exactly once."""

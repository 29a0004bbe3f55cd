"""What people wrote reaches no log, not even where the database quotes it in an error."""

import logging

from django.conf import settings
from django.db import IntegrityError

ROW = 'null value in column "x"\nDETAIL:  Failing row contains (1, Mr Bell is a vile idiot,\nand more).'


def test_an_error_of_the_database_is_logged_without_the_row_that_it_quotes():
    kind = settings.LOGGING["formatters"]["line"]
    module, _, name = kind["class"].rpartition(".")
    formatter = getattr(__import__(module, fromlist=[name]), name)(kind["format"])
    try:
        try:
            raise IntegrityError(ROW)
        except IntegrityError as error:
            raise RuntimeError("an import") from error
    except RuntimeError as error:
        found = (type(error), error, error.__traceback__)
        said = f"it failed: {error.__cause__!r}"
        record = logging.LogRecord("moderation", logging.ERROR, __file__, 1, said, None, found)
    line = formatter.format(record)
    assert "vile" not in line
    assert "and more" not in line
    assert 'null value in column "x"' in line
    assert line.count("IntegrityError") >= 2  # where and what it was is still said

"""`python -m stjudes_portal.run`: exit code 0 after Ctrl-C, 1 when it could not start, 2 for a wrong setting."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured

from stjudes_portal import environment
from stjudes_portal.run.errors import CannotRun
from stjudes_portal.run.say import complain
from stjudes_portal.run.supervisor import Supervisor


def main() -> int:
    os.umask(0o077)  # what the portal writes is for the person who runs it, and for nobody else
    try:
        return Supervisor(environment.load()).run()
    except ImproperlyConfigured as error:
        complain(str(error))
        return 2
    except CannotRun as error:
        if str(error):
            complain(str(error))
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())

from accounts.conftest import account, broken_record, make_account, password  # noqa: F401
from incidents.tests.conftest import assessed, incident, make_incident, resolved  # noqa: F401

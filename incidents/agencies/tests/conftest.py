from incidents.tests.conftest import account, assessed, broken_record, incident, make_account, make_incident  # noqa: F401

"""The school itself: its name, time zone, days off, mail, and the settings that SLT may change."""

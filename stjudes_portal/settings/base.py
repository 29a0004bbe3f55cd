"""What every portal has in common. Nothing here is a switch that loosens a rule."""

from pathlib import Path
from typing import Any

import environ
from bootstrap_wrapper import get_bootstrap_dir
from csp.constants import NONCE, NONE, SELF

from stjudes_portal import broker, environment, secrets, sign_in_with, vault_keys

ENVIRONMENT = environment.load()
BASE_DIR: Path = environment.ROOT
VAR = ENVIRONMENT.var
DEMO = ENVIRONMENT.demo
PUBLIC_URL = ENVIRONMENT.public_url
MAIL_DIR = ENVIRONMENT.mail_dir
RUN_DIR = ENVIRONMENT.run_dir

KEYS = secrets.load(ENVIRONMENT.secrets_dir, may_make=not ENVIRONMENT.sqlite_file.exists())
SECRET_KEY = KEYS["django"]
AUDIT_KEY = KEYS["audit"]
VAULT_KEYS = vault_keys.load(ENVIRONMENT, may_make=not ENVIRONMENT.sqlite_file.exists())
VAULT_PROVIDER, VAULT_KEY = VAULT_KEYS.provider, VAULT_KEYS.given
VAULT_KEY_FILE, VAULT_TRANSIT = VAULT_KEYS.file, VAULT_KEYS.transit
# A sorted file of the SHA-1 of passwords that have leaked ("HASH:count" on each line); empty: nobody looks.
LEAKED_PASSWORDS_FILE = environment.read("LEAKED_PASSWORDS_FILE")

DEBUG = False
TESTING = False
ALLOWED_HOSTS = ENVIRONMENT.hosts
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "lucide",
    "core",
    "audit",
    "notifications",
    "school",
    "people",
    "policy",
    "policy.courses",
    "policy.guidance",
    "accounts",
    "accounts.vault",
    "accounts.personal",
    "accounts.handovers",
    "accounts.official",
    "applications",
    "moderation",
    "incidents",
    "stjudes_portal.apps.PortalConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "stjudes_portal.middleware.browser_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stjudes_portal.middleware.ask_once",
    "stjudes_portal.middleware.school_time_zone",
    "stjudes_portal.middleware.refusals",
    "people.middleware.set_up_first",
    "people.middleware.session_limits",
    "people.middleware.second_factor_first",
    "people.middleware.nothing_parked",
]

ROOT_URLCONF = "stjudes_portal.urls"
WSGI_APPLICATION = "stjudes_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "stjudes_portal.context.portal",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Data -----------------------------------------------------------------------------------------

if ENVIRONMENT.database_url:
    DATABASES: dict[str, Any] = {"default": environ.Env.db_url_config(ENVIRONMENT.database_url)}
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
    # PostgreSQL would translate a long question into machine code, for seconds, to be asked for milliseconds.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ENVIRONMENT.sqlite_file}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that reads and then writes must not find the file taken in between.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Rate limits live here: a flood of other keys must not push them out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_ENGINE = "people.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # storage; pages show the school's own time zone

# --- Sign-in --------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "people.passwords.NotACommonPassword"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("full_name", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds

ACCOUNT_ADAPTER = "people.adapters.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation's link has shown that the address is theirs
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds; a revealed password needs a sign-in this fresh
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    # A whole school may come from one address: what counts is the person, and the person with the address.
    "login": "300/m/ip",
    "login_failed": "200/m/ip,5/5m/key",  # key: person and address; one-time codes: the person
    "login_failed_person": "30/h/key",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
    # A calendar asks once an hour or so, on each device; a school's calendars all come from one address.
    "calendar_feed": "300/m/ip",
    "calendar_feed_of": "60/h/key",  # key: the person's own feed
    "evidence_refused": "12/h/user",  # files that were looked at, which takes seconds, and not kept
    "evidence_looked_at": "10/m/user,120/h/user",  # kept or not
}
# By whom people may sign in besides: from the environment alone, and never in the demonstration.
SIGN_IN_PROVIDER = None if DEMO else sign_in_with.load()
SOCIALACCOUNT_STORE_TOKENS = False
MFA_FORMS = {"activate_totp": "people.forms_sign_in.ActivateAppForm"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
MFA_ADAPTER = "people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.secure  # http is served on localhost only
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True

SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: the longest a sign-in can last
SESSION_IDLE_SECONDS = 30 * 60
SESSION_IDLE_VAULT_SECONDS = 15 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Browser --------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.secure
SESSION_COOKIE_NAME = "__Host-session" if ENVIRONMENT.secure else f"session{ENVIRONMENT.port}"
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.secure else f"csrf{ENVIRONMENT.port}"
SECURE_SSL_REDIRECT = ENVIRONMENT.secure
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.secure
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENVIRONMENT.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "stjudes_portal.views.csrf_failure"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- The public page of official accounts ---------------------------------------------------------

# Addresses that answer everybody alike: no middleware reads a session, a person or the school for them.
ALIKE_FOR_EVERYBODY = frozenset({"/official/", "/official/accounts.json", "/official/check.json"})
OFFICIAL_FRESH_SECONDS = 15  # within which a change of the register shows there

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = RUN_DIR / "static"
_bootstrap = get_bootstrap_dir()
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap/css", _bootstrap / "css")]
STATICFILES_FINDERS = [
    "stjudes_portal.staticfiles.OnlyWhatWeUse",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "stjudes_portal.staticfiles.QuicklyCompressed"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 50  # each form says itself how many it takes, and keeps what was typed
FILE_UPLOAD_HANDLERS = ["core.uploads.UpToLargest"]  # which ends a file that is too large, whatever is asked

# --- Evidence -------------------------------------------------------------------------------------
# An antivirus program, clamd: "host:port", or the path of its socket; empty: nobody looks.
CLAMD_ADDRESS = environment.read("CLAMD_ADDRESS")
# Who gives time stamps by RFC 3161 over http or https; empty: none are asked for.
TIME_STAMP_URL = environment.read("TIME_STAMP_URL")

# --- Mail -----------------------------------------------------------------------------------------

EMAIL_BACKEND = "school.mail.SchoolEmailBackend"
EMAIL_TIMEOUT = 20  # seconds

# --- Background work ------------------------------------------------------------------------------

BROKER_URL = broker.url(ENVIRONMENT, KEYS["broker"])
CELERY_SETTINGS: dict[str, Any] = {
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "task_ignore_result": True,
    "task_store_errors_even_if_ignored": False,
    "worker_prefetch_multiplier": 1,
    "worker_hijack_root_logger": False,
    "worker_send_task_events": False,
    "broker_connection_retry_on_startup": True,
    "broker_transport_options": {
        "visibility_timeout": 600,
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
        # Without these, publishing waits for an absent broker for as long as it is absent.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.2,
        "connect_retries_timeout": 1,
    },
    "task_publish_retry": False,
    "timezone": "UTC",
}
SWEEP_EVERY_SECONDS = 60
SWEEP_STALE_SECONDS = 180
DELIVER_EVERY_SECONDS = 15
DAILY_ROUND_EVERY_SECONDS = 15 * 60

# --- Logs: one line each, no request bodies, no form values ---------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "stjudes_portal.logs.Line",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"quiet": {"()": "stjudes_portal.logs.NoSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["quiet"]}},
    "root": {"handlers": ["console"], "level": environment.read("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "celery": {"level": "WARNING"},
        # Whatever LOG_LEVEL says: they would write the headers of a question, and with them a token.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        # They would write what pages were drawn with, and what a picture says of itself: where it was taken, of whom.
        "django.template": {"level": "WARNING"},
        "PIL": {"level": "WARNING"},
        # Twelve lines for each PDF.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "stjudes_portal.logs.NothingFromTheRequest"
SILENCED_SYSTEM_CHECKS: list[str] = []

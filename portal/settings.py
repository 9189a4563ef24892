"""Settings, all from the environment; see the table in README.md."""

import secrets
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from .client_address import proxies
from .headers import CONTENT_SECURITY_POLICY, SECURITY_HEADERS  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
OFFICIAL = env.bool("OFFICIAL", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)
# Who may say by X-Forwarded-For whom a request comes from.
TRUSTED_PROXIES = proxies(env.list("TRUSTED_PROXIES", default=[]))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])


def _kept_key() -> str:
    """A key of this installation's own, made once and kept where only its owner reads."""
    kept = VAR_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_key()

INSTALLED_APPS = [
    "moratorium",
    "moratorium.admin.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "post_office",
]

MIDDLEWARE = [
    "portal.client_address.ClientAddressMiddleware",
    "portal.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.language.PathLanguageMiddleware",
    "portal.errors.UnreadBodyMiddleware",
    "portal.errors.DatabaseOutMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["moratorium.templatetags.wording"],
        },
    }
]

# Set but empty is not set.
DATABASES = {
    "default": env.db_url_config(
        env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"
    )
}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # recursive_triggers: without it INSERT OR REPLACE deletes past the guards.
    _database.setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command=(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
        ),
    )
else:
    # A pool, because a threaded server would otherwise hold one connection a thread.
    # Whoever waits for a connection holds a thread of the server, so nobody waits long.
    _pool = {"min_size": 1, "max_size": 8, "timeout": 3}
    _database.setdefault("OPTIONS", {}).setdefault("pool", _pool)
    # What the database dropped when it was restarted is found out before a page uses it.
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"].setdefault("connect_timeout", 3)
    # A record of this size lies in memory, where a look-up by index costs little more than
    # reading on; told otherwise, the planner reads every outage to find the few that matter.
    _database["OPTIONS"].setdefault("options", "-c random_page_cost=1.1")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "moratorium.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "moratorium.admin.access.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"

# One person at one address: a neighbour's mistakes lock nobody else out.
AXES_FAILURE_LIMIT = 8
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False
# By itself Axes would believe headers of anybody as soon as django-ipware is installed.
AXES_CLIENT_IP_CALLABLE = "portal.client_address.counted_address"

LANGUAGE_CODE = "hi"
LANGUAGES = [("hi", "हिन्दी"), ("en", "English")]
LOCALE_PATHS = [
    BASE_DIR / "portal" / "locale",
    BASE_DIR / "moratorium" / "public" / "locale",
    BASE_DIR / "moratorium" / "officers" / "locale",
]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Kolkata"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "uploads"

EMAIL_CONFIG = env.email("EMAIL_URL", default="dummymail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20  # seconds; a server that says nothing must not hold up the others
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
# Without a server mails stay in the queue, where the keeper sees them waiting.
MAIL_GOES_OUT = not EMAIL_CONFIG["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
POST_OFFICE = {
    "BACKENDS": {"default": "moratorium.operations.mail.delivery.Delivery"},
    "BATCH_SIZE": 10,  # marked as sent together: what a killed worker may send again
    "THREADS_PER_PROCESS": 2,
    "MAX_RETRIES": 144,  # a day
    "RETRY_INTERVAL": timedelta(minutes=10),
    "SENDING_ORDER": ["-priority", "id"],
    "LOG_LEVEL": 1,
}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds; the mails say three days

# {year} is the financial year, April to March; no pattern of the Corporation's was found.
ORDER_NUMBER_PATTERN = env.str("ORDER_NUMBER_PATTERN", default="MO/{year}/{serial:04d}")
DIRECTIVE_NUMBER_PATTERN = env.str("DIRECTIVE_NUMBER_PATTERN", default="D/{year}/{serial:04d}")
OUTAGE_REF_PATTERN = env.str("OUTAGE_REF_PATTERN", default="BO/{year}/{serial:04d}")

# What stands at the head of every letter.
LETTERHEAD_HI = env.str("LETTERHEAD_HI", default="उत्तर प्रदेश पावर कारपोरेशन लिमिटेड, शक्ति भवन, लखनऊ")
LETTERHEAD_EN = env.str(
    "LETTERHEAD_EN",
    default="Uttar Pradesh Power Corporation Limited, Shakti Bhawan, Lucknow",
)
# What mails about a directive carry: the letter itself ("pdf") or a link to it ("link").
DIRECTIVE_MAIL = env.str("DIRECTIVE_MAIL", default="pdf")
if DIRECTIVE_MAIL not in ("pdf", "link"):
    raise ImproperlyConfigured(f"DIRECTIVE_MAIL is {DIRECTIVE_MAIL!r}; it must be pdf or link.")


def _at_least_one(name: str, default: int) -> int:
    number = env.int(name, default=default)
    if number < 1:
        raise ImproperlyConfigured(f"{name} is {number}; it must be at least 1.")
    return number


# What one address may ask POST /api/v1/verdicts for, in any minute and in any hour.
VERDICTS_REQUESTS_A_MINUTE = _at_least_one("VERDICTS_REQUESTS_A_MINUTE", 60)
VERDICTS_QUESTIONS_AN_HOUR = _at_least_one("VERDICTS_QUESTIONS_AN_HOUR", 200_000)

SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
# Believed of everybody, or of TRUSTED_PROXIES alone if any are named.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
# Lists that are read at once, by all processes of a server; its turns are locks on files there.
SCREENINGS_AT_ONCE = env.int("SCREENINGS_AT_ONCE", default=2)
SCREENING_DIR = VAR_DIR / "screening"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
# What is sent stays in memory and never lies on disk. What is larger than this is not taken in;
# lists, which hold account numbers, have a handler of their own.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "console": {"class": "logging.StreamHandler"},
        "silent": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # The queue would otherwise tell of every round, and of every failure with its traceback;
    # failures stand in the desk's list of mails.
    "loggers": {"post_office": {"handlers": ["silent"], "propagate": False}},
}

"""All settings, from the environment (twelve-factor); `.env.example` lists the variables.

Without `DATABASE_URL` and `REDIS_URL` the addresses of the embedded services are read
from `embedded.env`, which their parent writes while they run.
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from gotongroyong.datadir import data_dir
from gotongroyong.logs import logging_config
from gotongroyong.mailers import mailers_of
from notifications.quiet import hours_of

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_dir()

env = environ.Env()
env.read_env(BASE_DIR / ".env")
env.read_env(DATA_DIR / "embedded.env")

# DEMO opens one-tap sign-in; gotongroyong.checks refuses it under `check --deploy`.
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="")
if not SECRET_KEY and DEBUG:
    SECRET_KEY = "only-for-development"  # noqa: S105 - DEBUG never runs in production
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")
# AGPL, section 13: who uses a changed copy over the network is offered its source.
SOURCE_URL = env("SOURCE_URL", default="")

INSTALLED_APPS = [
    "gotongroyong",
    "web",
    "journal",
    "accounts",
    "notifications",
    "neighborhoods",
    "volunteers",
    "requests_app",
    "events",
    "moderation",
    "coordinators",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "pgtrigger",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "web.middleware.RequestIdMiddleware",
    "gotongroyong.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Pages carry masked CSRF tokens only, so compressing them tells no secret (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "web.middleware.LanguageMiddleware",
    "web.middleware.PersonalPagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.DeviceMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "neighborhoods.middleware.ResidentMiddleware",
    "web.middleware.WrongMethodMiddleware",
]

ROOT_URLCONF = "gotongroyong.urls"
WSGI_APPLICATION = "gotongroyong.wsgi.application"

FORM_RENDERER = "web.forms.FormRenderer"
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
                "web.context.site",
                "notifications.context.unread",
            ],
            "builtins": ["web.templatetags.gotongroyong"],
        },
    },
]

# statement_timeout keeps one bad query from holding a worker; compiling small queries just
# in time costs more than they do. psycopg's own pool default
# of 4 connections would starve 16 threads; DATABASE_POOL=0 is without a pool.
DATABASE_POOL = env.int("DATABASE_POOL", default=16)
POOL = {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 10} if DATABASE_POOL else False
DATABASES = {
    "default": env.db_url("DATABASE_URL", default="postgres://gotongroyong@localhost/gotongroyong")
    | {
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "options": f"-c statement_timeout={env.int('STATEMENT_TIMEOUT_MS', default=15_000)}"
            " -c idle_in_transaction_session_timeout=30000 -c jit=off",
            "pool": POOL,
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Nothing of ours writes to it: limits are exact and have a table of their own
# (accounts.limits). For what allauth might count some day, and with Redis gone; Django's
# default of 300 entries would forget an attacker after 300 other keys.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

AUTH_USER_MODEL = "accounts.Resident"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        # Django's own list has neither.
        "OPTIONS": {"user_attributes": ("name", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_SESSION_REMEMBER = True
# A passkey is another way in, never a second step (`AccountAdapter.get_login_stages`).
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "accounts.mfa_adapter.MFAAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm"}
# Allauth counts in a cache; ours are exact and in Postgres (accounts.limits).
ACCOUNT_RATE_LIMITS = False
# {"to": "+62…", "text": "…"} is posted there; without one nobody signs in by code.
SMS_GATEWAY_URL = env("SMS_GATEWAY_URL", default="")
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 180 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "web.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Plain HTTP is for loopback alone: the demo and development.
SECURE = env.bool("SECURE", default=not (DEBUG or DEMO))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "web.static_files.LeanStaticFilesStorage"
    },
}
# What people upload; in every backup.
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(DATA_DIR / "media")))
# Closing an event sends a field for each sign-up: 20 shifts of 500 places, and some to spare.
# Of memory they may take what DATA_UPLOAD_MAX_MEMORY_SIZE allows, 2.5 MB, as before.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# Nobody else shows our pictures, and the header would cost each file 32 bytes.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# smtp://user:password@host:587 or filemail:///folder (the demo) or consolemail://
MAILERS = mailers_of(env("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Gotong Royong <halo@localhost>")

# Redis is a doorbell: a dead or frozen one may cost a request a second, never its answer.
# With the usual settings a dead broker cost 6 to 7 seconds.
REDIS_URL = env("REDIS_URL", default="redis://localhost:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than any task may run (CELERY_TASK_TIME_LIMIT), so that a task still
    # running is not handed out twice.
    "visibility_timeout": 120,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
# What rings the worker after a commit waits a second at the most (notifications.nudge).
CELERY_NUDGE_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# Losing the broker is no reason to break off a send.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", default=2)
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_SOFT_TIME_LIMIT = 75
# How long a dispatcher may hold rows before another takes them over (it crashed).
OUTBOX_LEASE_SECONDS = env.int("OUTBOX_LEASE_SECONDS", default=60)
# On the clocks of each neighbourhood. The product's rule; another is for other customs and
# for tests.
QUIET_HOURS = hours_of(env("QUIET_HOURS", default="21:00-05:00"))
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A static schedule of ticks; what is due is asked of Postgres, so a missed tick costs
# only its own 15 seconds, and one that waited two minutes is thrown away.
CELERY_BEAT_SCHEDULE = {
    "send-due": {
        "task": "notifications.send_due",
        "schedule": 15.0,
        "options": {"expires": 120},
    },
    "plan-reminders": {
        "task": "notifications.plan_reminders",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "pass-on-need-offers": {
        "task": "requests_app.pass_on_offers",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "close-needs": {"task": "requests_app.close_needs", "schedule": crontab(minute="*/5")},
    # Unanswered offers go to the next in line.
    "move-lines": {
        "task": "events.move_lines",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "make-exports": {
        "task": "gotongroyong.make_exports",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    # Switched off by one run, erased by the next.
    "erase-accounts": {
        "task": "gotongroyong.erase_accounts",
        "schedule": crontab(minute="*/5"),
    },
    "keep-no-longer": {"task": "gotongroyong.keep_no_longer", "schedule": crontab(minute="40")},
    "warn-of-overdue": {"task": "coordinators.warn_of_overdue", "schedule": crontab(minute="10")},
    "make-occurrences": {"task": "events.make_occurrences", "schedule": crontab(minute="20")},
    "gather-strays": {"task": "neighborhoods.gather_strays", "schedule": crontab(minute="*/5")},
    # In UTC; Indonesia sleeps.
    "forget-old-contacts": {
        "task": "neighborhoods.forget_old_contacts",
        "schedule": crontab(hour="19", minute="40"),
    },
    "clear-sessions": {
        "task": "gotongroyong.clear_sessions",
        "schedule": crontab(hour="19", minute="30"),
    },
    "clear-sign-in": {
        "task": "gotongroyong.clear_sign_in",
        "schedule": crontab(minute="40"),
    },
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_config(json=env.bool("LOG_JSON", default=not (DEBUG or DEMO)))

# Errors go there without personal data (gotongroyong.error_reports); nowhere when empty.
SENTRY_DSN = env("SENTRY_DSN", default="")

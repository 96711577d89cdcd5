"""Django's settings, all of them from the environment with safe values. See docs/manual/ for the list in Spanish."""

from pathlib import Path
from secrets import token_urlsafe

from rinde.config import environment

MODE = environment.one_of("RINDE_MODE", default="development", among=("development", "production", "test"))
PRODUCTION = MODE == "production"
DEBUG = environment.flag("RINDE_DEBUG", default=False)
ROOT = Path(__file__).resolve().parents[3]
DATA_DIR = environment.folder("RINDE_DATA_DIR", default=ROOT / "var")
FILES_DIR = DATA_DIR / "files"
for _folder in (DATA_DIR, FILES_DIR):
    _folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    environment.keep_private(_folder, 0o700)
environment.keep_private(DATA_DIR / "rinde.sqlite3", 0o600)


def _secret_key() -> str:
    """The key of the environment; without one, a key made once and kept beside the database, never a default."""
    if key := environment.text("RINDE_SECRET_KEY"):
        return key
    if PRODUCTION:
        raise environment.BadSetting("RINDE_SECRET_KEY", "una clave larga y propia (50 caracteres o más)")
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = environment.words(
    "RINDE_ALLOWED_HOSTS", () if PRODUCTION else ("127.0.0.1", "localhost", "[::1]", "testserver")
)
# Where mails and feeds point to; without it they use the host of the request.
BASE_URL = environment.text("RINDE_BASE_URL").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_q",
    "django_htmx",
    "heroicons",
    "rinde.capabilities.accounts",  # before allauth: its Spanish templates come first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rinde.foundations.design",
    "rinde.services.audit",
    "rinde.services.files",
    "rinde.services.notifications",
    "rinde.services.reporting",
    "rinde.services.search",
    "rinde.capabilities.entities",
    "rinde.capabilities.plans",
    "rinde.capabilities.followup",
    "rinde.capabilities.surveys",
    "rinde.capabilities.pqrsd",
    "rinde.capabilities.dialogue",
    "rinde.capabilities.plan_imports",
    "rinde.capabilities.consultations",
    "rinde.sites.portal",
    "rinde.sites.desk",
]

MIDDLEWARE = [
    "rinde.config.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # The desk's pages: a plan's table of 100 rows is 300 KB that travel as 15. Public pages come compressed already.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rinde.config.middleware.KnownMethodsMiddleware",
    # Before the session: a public page never reads who asks, so that one copy serves everybody.
    "rinde.sites.portal.caching.PublicPageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rinde.config.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rinde.capabilities.entities.web.middleware.EntityMiddleware",
    "rinde.capabilities.accounts.web.middleware.PrincipalMiddleware",
    "rinde.config.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "rinde.config.urls"
WSGI_APPLICATION = "rinde.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "rinde.sites.desk.context.frame",
            ],
            "builtins": ["django.templatetags.static", "rinde.foundations.design.templatetags.design"],
        },
    }
]

DATABASES = {"default": environment.database("RINDE_DATABASE_URL", data_dir=DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all processes: sign-in rate limits must count once, not once a process.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "rinde_cache",
        # Django's 300 would throw out a third of all counters whenever so many people are at work, and with them what
        # holds a flood back. A visitor is one row of some hundred bytes for a day: these are a few megabytes.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Rendered public pages, per process; short-lived, so no process serves an old page for long.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        # In each process's memory, some 10 kB a page and for ten seconds: more would only be a way to fill it.
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# What a process made ready of a plan holds until the next entry of its entity's trail (sites/portal/memory.py). Tests,
# which write rows without one, turn it off.
KEEPS_PAGES_READY = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name", "post")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_entities"
LOGOUT_REDIRECT_URL = "portal:root"
ACCOUNT_ADAPTER = "rinde.capabilities.accounts.web.adapter.ClosedSignupAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people enter by invitation: the mail itself proves the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is told to its owner
ACCOUNT_RATE_LIMITS = {"accept_invitation": "20/m/ip", "follow": "10/m/ip"}
MFA_TOTP_ISSUER = "Rinde"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s to either side: a clock a little off, a code typed as it changes (RFC 6238, 5.2)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

LANGUAGE_CODE = "es-co"
TIME_ZONE = "America/Bogota"
USE_TZ = True
USE_I18N = True
# Off: a template would write the year «2.026» and the key of a row «1.234». Quantities go through `es_number`.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = environment.folder("RINDE_STATIC_DIR", default=DATA_DIR / "static")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_DIR, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE != "test"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 31_536_000
MAX_UPLOAD_BYTES = environment.whole_number("RINDE_MAX_UPLOAD_MB", default=25, minimum=1) * 1024 * 1024
# The unix socket of a clamd daemon; without it uploads are opened and checked, but no antivirus looks at them.
CLAMD_SOCKET = environment.text("RINDE_CLAMD_SOCKET")
# The browser that photographs linked pages; without it only their text is kept.
CHROMIUM = environment.text("RINDE_CHROMIUM")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# Off only for a site inside a building without TLS; then the cookies travel in clear and `check --deploy` says so.
BEHIND_TLS = environment.flag("RINDE_TLS", default=PRODUCTION)
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
if environment.flag("RINDE_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if environment.text("RINDE_SMTP_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = environment.text("RINDE_SMTP_HOST")
EMAIL_PORT = environment.whole_number("RINDE_SMTP_PORT", default=587)
EMAIL_HOST_USER = environment.text("RINDE_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("RINDE_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("RINDE_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("RINDE_MAIL_FROM", "Rinde <rinde@localhost>")

Q_CLUSTER = {
    "name": "rinde",
    "orm": "default",
    "workers": environment.whole_number("RINDE_WORKERS", default=1, minimum=1),
    "timeout": 600,
    # Longer than the longest job: a job is handed out again only when its worker is surely dead.
    "retry": 660,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "poll": 0.5,
    "save_limit": 500,
    "label": "Rinde",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "rinde.config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": environment.text("RINDE_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []

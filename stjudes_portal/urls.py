"""One line per room. A page's URL stem, view and template have one name."""

from django.conf import settings
from django.urls import include, path

from stjudes_portal import health, security_txt, today

urlpatterns = [
    path("", today.today, name="today"),
    path("healthz", health.healthz, name="healthz"),
    path(".well-known/security.txt", security_txt.security_txt, name="security_txt"),
    path("sign-in/", include("people.urls_sign_in")),
    path("people/", include("people.urls")),
    path("school/", include("school.urls")),
    path("notifications/", include("notifications.urls")),
    path("policy/", include("policy.urls")),
    path("policy/courses/", include("policy.courses.urls")),
    path("guidance/", include("policy.guidance.urls")),
    path("accounts/personal/", include("accounts.personal.urls")),
    path("accounts/handovers/", include("accounts.handovers.urls")),
    path("accounts/", include("accounts.urls")),
    path("vault/", include("accounts.vault.urls")),
    path("applications/", include("applications.urls")),
    path("comments/", include("moderation.urls")),
    path("incidents/", include("incidents.urls")),
    path("official/", include("accounts.official.urls")),
]
if settings.DEMO:
    urlpatterns += [path("sign-in-as/", include("stjudes_portal.demo.urls"))]

handler400 = "stjudes_portal.views.bad_request"
handler403 = "stjudes_portal.views.permission_denied"
handler404 = "stjudes_portal.views.page_not_found"
handler500 = "stjudes_portal.views.server_error"

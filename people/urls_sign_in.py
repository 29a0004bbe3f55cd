"""Sign-in under /sign-in/: of allauth's pages only those that the portal offers, under allauth's own names."""

from allauth.account import views as sign_in
from django.urls import include, path

urlpatterns = [
    path("", sign_in.login, name="account_login"),
    path("out/", sign_in.logout, name="account_logout"),
    path("closed/", sign_in.account_inactive, name="account_inactive"),
    path("again/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
    path("password/reset/", sign_in.password_reset, name="account_reset_password"),
    path("password/reset/sent/", sign_in.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/<uidb36>/<key>/", sign_in.password_reset_from_key, name="account_reset_password_from_key"
    ),
    path(
        "password/reset/done/", sign_in.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    path("second-step/", include("allauth.mfa.urls")),
]

"""Sign-in under /sign-in/: of allauth's pages only those that the portal offers, under allauth's own names."""

from allauth.account import views as sign_in
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView

from people.fresh import fresh_sign_in
from people.headers import keeps_its_address
from people.views import with_provider


@login_not_required
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """People come in by invitation only; allauth wants the name of this page all the same."""
    raise Http404


urlpatterns = [
    path("", sign_in.login, name="account_login"),
    path("new/", no_sign_up, name="account_signup"),
    path("with/", with_provider.sign_in_with, name="sign_in_with"),
    path("with/return/", with_provider.sign_in_with_return, name="sign_in_with_return"),
    path("with/again/", with_provider.sign_in_with_again, name="sign_in_with_again"),
    path("out/", sign_in.logout, name="account_logout"),
    path("closed/", sign_in.account_inactive, name="account_inactive"),
    path("again/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
    # The first password of somebody who comes in by another provider: it is another way in from then on.
    path("password/set/", fresh_sign_in(sign_in.password_set), name="account_set_password"),
    path("password/reset/", sign_in.password_reset, name="account_reset_password"),
    path("password/reset/sent/", sign_in.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/<uidb36>/<key>/",
        keeps_its_address(sign_in.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", sign_in.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    # allauth leads here after each change: to the one page about one's sign-in.
    path("second-step/", RedirectView.as_view(pattern_name="people:your_sign_in"), name="mfa_index"),
    path("second-step/", include("allauth.mfa.urls")),
]

"""Pages about one's own sign-in, part of people/urls.py. Signing in itself is in people/urls_sign_in.py."""

from django.urls import path

from people.views import sign_in, step_resets, with_provider

urlpatterns = [
    path("your-sign-in/", sign_in.your_sign_in, name="your_sign_in"),
    path("your-sign-in/end-others/", sign_in.end_other_sessions, name="end_other_sessions"),
    path("your-sign-in/unlink/", with_provider.unlink_sign_in, name="unlink_sign_in"),
    path("your-sign-in/<slug:handle>/end/", sign_in.end_session, name="end_session"),
    path("<int:pk>/second-step/ask/", step_resets.ask_step_reset, name="ask_step_reset"),
    path("lost-second-step/<int:pk>/", step_resets.step_reset, name="step_reset"),
    path("lost-second-step/<int:pk>/agree/", step_resets.agree_step_reset, name="agree_step_reset"),
    path("lost-second-step/<int:pk>/refuse/", step_resets.refuse_step_reset, name="refuse_step_reset"),
]

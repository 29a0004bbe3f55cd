from django.urls import path

from incidents import refs as _refs  # noqa: F401  (registers the path converter)
from incidents.agencies import views

_OF = "<incident:ref>/referrals/<int:referral_pk>"

urlpatterns = [
    path("agencies/", views.agencies, name="agencies"),
    path("agencies/add/", views.add_agency, name="add_agency"),
    path("agencies/<int:pk>/", views.change_agency, name="change_agency"),
    path("agencies/<int:pk>/switch/", views.switch_agency, name="switch_agency"),
    path("agencies/<int:pk>/checked/", views.check_agency, name="check_agency"),
    path("<incident:ref>/refer/", views.refer, name="refer"),
    path(f"{_OF}/again/", views.chase, name="chase"),
    path(f"{_OF}/answer/", views.record_answer, name="record_answer"),
    path(f"{_OF}/correct/", views.correct_referral, name="correct_referral"),
    path(f"{_OF}/no-answer/", views.expect_no_answer, name="expect_no_answer"),
]

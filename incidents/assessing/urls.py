from django.urls import path

from incidents import refs as _refs  # noqa: F401  (registers the path converter)
from incidents.assessing import views

urlpatterns = [
    path("<incident:ref>/assess/", views.assess, name="assess"),
    path("<incident:ref>/assess/again/", views.reassess, name="reassess"),
    path("<incident:ref>/assess/second/", views.check_assessment, name="check_assessment"),
    path("<incident:ref>/kind/", views.recategorise, name="recategorise"),
    path("<incident:ref>/known-since/", views.set_aware, name="set_aware"),
    path("<incident:ref>/clocks/<slug:kind>/", views.record_duty, name="record_duty"),
    path("<incident:ref>/clocks/<slug:kind>/not-needed/", views.waive_duty, name="waive_duty"),
]

from django.urls import path

from school import views

app_name = "school"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("details/", views.change_details, name="change_details"),
    path("approvals/", views.require_approvals, name="require_approvals"),
    path("readings/<slug:which>/", views.choose_reading, name="choose_reading"),
    path("days-off/", views.days_off, name="days_off"),
    path("days-off/<int:pk>/remove/", views.remove_day_off, name="remove_day_off"),
    path("terms/", views.terms, name="terms"),
    path("terms/usual/", views.add_usual_terms, name="add_usual_terms"),
    path("terms/<int:pk>/", views.change_term, name="change_term"),
    path("terms/<int:pk>/remove/", views.remove_term, name="remove_term"),
    path("mail/", views.mail, name="mail"),
    path("mail/remove/", views.remove_mail, name="remove_mail"),
    path("mail/test/", views.test_mail, name="test_mail"),
]

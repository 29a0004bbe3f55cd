from django.urls import path

from incidents import views

app_name = "incidents"
urlpatterns = [
    path("", views.incident_list, name="list"),
    path("report/", views.report, name="report"),
    path("report/from-comment/<int:pk>/", views.report_from_item, name="report_from_item"),
    path("compromise/<int:pk>/", views.report_compromise, name="report_compromise"),
    path("compromise/<int:pk>/after/", views.after_compromise, name="after_compromise"),
    path("reports/<int:pk>/", views.my_report, name="my_report"),
    path("<int:pk>/", views.incident, name="incident"),
    path("<int:pk>/assess/", views.assess, name="assess"),
    path("<int:pk>/investigate/", views.start_investigation, name="start_investigation"),
    path("<int:pk>/resolve/", views.resolve, name="resolve"),
    path("<int:pk>/refer/", views.refer, name="refer"),
    path("<int:pk>/no-referral/", views.excuse, name="excuse"),
    path("<int:pk>/add/", views.add_entry, name="add_entry"),
    path("<int:pk>/people/add/", views.name_person, name="name_person"),
    path("<int:pk>/people/<int:involvement_pk>/end/", views.end_part, name="end_part"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
]

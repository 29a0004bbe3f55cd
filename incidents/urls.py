from django.urls import path

from incidents import views
from incidents.agencies import urls as agencies
from incidents.assessing import urls as assessing
from incidents.deleted_pictures import urls as deleted_pictures
from incidents.evidence import urls as evidence
from incidents.packs import urls as packs
from incidents.settings import urls as settings
from incidents.themes import urls as themes
from incidents.together import urls as together

app_name = "incidents"
urlpatterns = [
    path("", views.incident_list, name="list"),
    path("report/", views.report, name="report"),
    path("report/mistake/", views.report_mistake, name="report_mistake"),
    path("report/from-comment/<int:pk>/", views.report_from_item, name="report_from_item"),
    path("compromise/<int:pk>/", views.report_compromise, name="report_compromise"),
    path("compromise/<int:pk>/after/", views.after_compromise, name="after_compromise"),
    path("reports/<incident:ref>/", views.my_report, name="my_report"),
    path("reports/<incident:ref>/add/", views.add_to_report, name="add_to_report"),
    path("<incident:ref>/", views.incident, name="incident"),
    path("<incident:ref>/investigate/", views.start_investigation, name="start_investigation"),
    path("<incident:ref>/lead/", views.change_lead, name="change_lead"),
    path("<incident:ref>/resolve/", views.resolve, name="resolve"),
    path("<incident:ref>/outcome/", views.change_outcome, name="change_outcome"),
    path("<incident:ref>/resolve/keep/", views.save_outcome, name="save_outcome"),
    path("<incident:ref>/no-referral/", views.excuse, name="excuse"),
    path("<incident:ref>/add/", views.add_entry, name="add_entry"),
    path("<incident:ref>/entries/<int:entry_pk>/correct/", views.correct_entry, name="correct_entry"),
    path("<incident:ref>/people/add/", views.name_person, name="name_person"),
    path("<incident:ref>/people/<int:involvement_pk>/end/", views.end_part, name="end_part"),
    path("<incident:ref>/close/", views.close, name="close"),
    path("<incident:ref>/reopen/", views.reopen, name="reopen"),
    *agencies.urlpatterns,
    *assessing.urlpatterns,
    *deleted_pictures.urlpatterns,
    *evidence.urlpatterns,
    *packs.urlpatterns,
    *settings.urlpatterns,
    *themes.urlpatterns,
    *together.urlpatterns,
]

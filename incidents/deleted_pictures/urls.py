from django.urls import URLPattern, path

from incidents.deleted_pictures import views

urlpatterns: list[URLPattern] = [
    path("deleted-pictures/", views.deleted_pictures, name="deleted_pictures"),
    path("deleted-pictures/record/", views.record_deleted_picture, name="record_deleted_picture"),
    path("deleted-pictures/<int:pk>/seen/", views.mark_picture_seen, name="mark_picture_seen"),
    path("deleted-pictures/<int:pk>/report/", views.report_deleted_picture, name="report_deleted_picture"),
]

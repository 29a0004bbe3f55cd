from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.list, name="list"),
    path("read/", views.mark_all_read, name="mark_all_read"),
    path("<int:pk>/open/", views.open, name="open"),
    path("<int:pk>/read/", views.mark_read, name="mark_read"),
]

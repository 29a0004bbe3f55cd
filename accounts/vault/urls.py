from django.urls import path

from accounts.vault import views

app_name = "vault"
urlpatterns = [
    path("", views.index, name="index"),
    path("account/<int:pk>/", views.of_account, name="of_account"),
    path("account/<int:pk>/store/", views.store, name="store"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/reveal/", views.reveal, name="reveal"),
    path("<int:pk>/copied/", views.record_copy, name="record_copy"),
    path("<int:pk>/rotate/", views.rotate, name="rotate"),
    path("<int:pk>/rotate/show/", views.show_pending, name="show_pending"),
    path("<int:pk>/rotate/finish/", views.finish_rotation, name="finish_rotation"),
    path("<int:pk>/rotate/cancel/", views.cancel_rotation, name="cancel_rotation"),
]

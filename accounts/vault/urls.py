from django.urls import path

from accounts.vault import views

app_name = "vault"
urlpatterns = [
    path("", views.index, name="index"),
    path("account/<int:pk>/", views.of_account, name="of_account"),
    path("account/<int:pk>/store/", views.store, name="store"),
    path("key/", views.key, name="key"),
    path("key/sheet/", views.key_sheet, name="key_sheet"),
    path("to-change/", views.to_change, name="to_change"),
    path("grants/", views.grants, name="grants"),
    path("grants/<int:pk>/end/", views.end_grant, name="end_grant"),
    path("mine/", views.mine, name="mine"),
    path("mine/csv/", views.mine_csv, name="mine_csv"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/csv/", views.person_csv, name="person_csv"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/grant/", views.grant, name="grant"),
    path("<int:pk>/emergency/", views.break_glass, name="break_glass"),
    path("<int:pk>/reveal/", views.reveal, name="reveal"),
    path("<int:pk>/copied/", views.record_copy, name="record_copy"),
    path("<int:pk>/code/", views.current_code, name="current_code"),
    path("<int:pk>/codes/", views.recovery_codes, name="recovery_codes"),
    path("<int:pk>/codes/<int:place>/used/", views.use_recovery_code, name="use_recovery_code"),
    path("<int:pk>/retire/", views.retire, name="retire"),
    path("<int:pk>/rotate/", views.rotate, name="rotate"),
    path("<int:pk>/rotate/show/", views.show_pending, name="show_pending"),
    path("<int:pk>/rotate/finish/", views.finish_rotation, name="finish_rotation"),
    path("<int:pk>/rotate/cancel/", views.cancel_rotation, name="cancel_rotation"),
]

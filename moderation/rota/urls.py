from django.urls import path

from moderation.rota import views

urlpatterns = [
    path("rota/", views.rota, name="rota"),
    path("rota/<int:pk>/week/", views.set_week, name="set_week"),
    path("rota/<int:pk>/ask/", views.ask_cover, name="ask_cover"),
    path("rota/<int:pk>/take/", views.take_day, name="take_day"),
    path("rota/covers/<int:pk>/agree/", views.agree_cover, name="agree_cover"),
    path("rota/covers/<int:pk>/decline/", views.decline_cover, name="decline_cover"),
    path("rota/covers/<int:pk>/withdraw/", views.withdraw_cover, name="withdraw_cover"),
    path("rota/calendar/", views.feed_address, name="feed_address"),
    path("rota/calendar/<str:token>.ics", views.feed_view, name="feed"),
    path("checks/", views.checks, name="checks"),
    path("checks/<int:pk>/", views.check, name="check"),
]

from django.urls import path

from policy import views

app_name = "policy"
urlpatterns = [
    path("", views.index, name="index"),
    path("read/", views.read, name="read"),
    path("acknowledge/", views.acknowledge, name="acknowledge"),
    path("versions/<int:number>/", views.version, name="version"),
    path("versions/<int:number>/paper/", views.version_paper, name="version_paper"),
    path("compare/", views.compare, name="compare"),
    path("review/", views.review, name="review"),
    path("mine/", views.mine, name="mine"),
    path("receipts/<int:pk>/", views.receipt, name="receipt"),
    path("receipts/<int:pk>/paper/", views.receipt_paper, name="receipt_paper"),
    path("declare/", views.declare, name="declare"),
    path("declarations/<int:pk>/", views.declaration, name="declaration"),
    path("declarations/<int:pk>/paper/", views.declaration_paper, name="declaration_paper"),
    path("draft/", views.draft, name="draft"),
    path("draft/publish/", views.publish, name="publish"),
    path("draft/discard/", views.discard_draft, name="discard_draft"),
    path("readiness/", views.readiness, name="readiness"),
    path("readiness/download/", views.readiness_download, name="readiness_download"),
    path("readiness/remind/", views.remind, name="remind"),
    path("readiness/remind/<int:pk>/", views.remind_person, name="remind_person"),
    path("training/<int:pk>/", views.training, name="training"),
    path("training/records/<int:pk>/strike/", views.strike_training, name="strike_training"),
]

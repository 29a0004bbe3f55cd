from django.urls import path

from moderation.listing import views

urlpatterns = [
    path("on-it/", views.on_it, name="on_it"),
    path("several/", views.several, name="several"),
    path("several/undo/", views.undo_several, name="undo_several"),
    path("views/", views.saved_filters, name="saved_filters"),
    path("views/save/", views.save_filter, name="save_filter"),
    path("views/<int:pk>/rename/", views.rename_filter, name="rename_filter"),
    path("views/<int:pk>/remove/", views.remove_filter, name="remove_filter"),
    path("tags/", views.tags, name="tags"),
    path("tags/<int:pk>/", views.change_tag, name="change_tag"),
    path("tags/<int:pk>/remove/", views.remove_tag, name="remove_tag"),
    path("<int:pk>/tag/", views.tag, name="tag"),
    path("<int:pk>/tags/<int:tag_pk>/off/", views.untag, name="untag"),
]

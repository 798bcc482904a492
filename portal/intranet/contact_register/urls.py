"""The staff doors of the register of contact persons."""

from django.urls import path

from portal.intranet.contact_register import views

urlpatterns = [
    path("", views.contacts, name="contacts"),
    path("mitt/", views.my_tasks, name="my_contact_tasks"),
    path("mitt/<int:pk>/sluta/", views.end_task, name="end_contact_task"),
]

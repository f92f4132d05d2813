"""Addresses of this part."""

from django.urls import path

from catalog.enrolment.pages import asking, declaring, people

urlpatterns = [
    path("sources/<uuid:pk>/people/", people.people, name="source_people"),
    path("sources/<uuid:pk>/people/enrol/", people.enrol, name="enrol_people"),
    path("sources/<uuid:pk>/people/questions/", asking.people_questions, name="people_questions"),
    path("collections/<uuid:pk>/people/", declaring.declare_table, name="declare_people"),
    path("enrolments/<uuid:pk>/", people.enrolment, name="enrolment"),
    path("people-questions/<int:number>/", asking.people_question, name="people_question"),
    path("people-questions/<int:number>/settle/", asking.settle_question, name="settle_question"),
]

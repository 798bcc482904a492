"""The questions, one question with its answer, and asking."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from actionplan.council.access import who_asks
from actionplan.council.asking.services import answer, ask, show_to_council
from actionplan.council.doors import saved, ways
from actionplan.council.records import CouncilQuestion

METHODS = ["GET", "HEAD", "POST"]


class QuestionForm(forms.Form):
    """A question to the competence centre."""

    text = forms.CharField(
        label="Din fråga",
        help_text="Skriv inga namn och inget om enskilda.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv vad du vill fråga."},
    )


class AnswerForm(forms.Form):
    """The answer, and who reads it."""

    answer = forms.CharField(
        label="Svar",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Skriv ett svar."},
    )
    to_council = forms.BooleanField(
        label="Hela rådet får läsa frågan och svaret",
        required=False,
        initial=True,
        help_text="Annars läses svaret bara av den som frågade och den som leder rådet.",
    )


@require_http_methods(METHODS)
def questions_view(request: HttpRequest) -> HttpResponse:
    """Show the questions that the person may read; on POST ask one."""
    who = who_asks(request)
    if not (who.asks or who.answers or who.reads_council):
        raise PermissionDenied
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not who.asks:
        raise PermissionDenied
    if form.is_valid():
        question = ask(form.cleaned_data["text"], user=request.user, now=timezone.now())
        messages.success(request, "Frågan är skickad. Du får ett mejl när den är besvarad.")
        return redirect("council_question", question.pk)
    found = CouncilQuestion.objects.readable(who).select_related("asked_by")
    context = {
        "form": form,
        "who": who,
        "ways": ways(request, who),
        "unanswered": found.unanswered(),
        "answered": found.answered(),
    }
    return render(request, "actionplan/council/questions.html", context)


@require_http_methods(METHODS)
def question_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a question and its answer; on POST answer it."""
    who = who_asks(request)
    readable = CouncilQuestion.objects.readable(who).select_related("asked_by", "answered_by")
    question = get_object_or_404(readable, pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not who.answers:
        raise PermissionDenied
    if saved(
        form,
        lambda: answer(
            question,
            form.cleaned_data["answer"],
            to_council=form.cleaned_data["to_council"],
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Svaret är skickat.")
        return redirect("council_question", pk)
    context = {
        "question": question,
        "form": form if form.is_bound or question.answered_at is None else None,
        "who": who,
        "ways": ways(request, who),
    }
    return render(request, "actionplan/council/question.html", context)


@require_POST
def show_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the whole council read an answer, or no longer."""
    who = who_asks(request)
    question = get_object_or_404(CouncilQuestion.objects.readable(who), pk=pk)
    shown = request.POST.get("visa") == "ja"
    try:
        show_to_council(question, shown, user=request.user, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        said = "Hela rådet får läsa svaret." if shown else "Svaret läses inte längre av hela rådet."
        messages.success(request, said)
    return redirect("council_question", pk)

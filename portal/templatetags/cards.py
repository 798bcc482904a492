"""Template tags that make register rows and pages ready for components."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import template
from wagtail.blocks import StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTable

from actionplan.reports.overview import PlanFigures
from actionplan.reports.rows import ActivityRow, BoardAnswer
from actionplan.reports.standing import History, YearStanding
from actionplan.reports.timeline import Timeline
from portal.pages import cards, standing_cards
from portal.pages.news import NewsPage
from portal.pages.service_cards import ServiceCard
from portal.pages.service_cards import service_card as service_card_for
from portal.pages.service_cards import service_cards as service_cards_for
from resources.documents.models import ReferencedDocument
from resources.links.models import Link
from resources.services.models import Service

register = template.Library()


@register.simple_tag(takes_context=True)
def activity_cards(
    context: dict[str, Any], rows: Iterable[ActivityRow]
) -> list[cards.ActivityCard]:
    """Activities for the component `activity_list`."""
    return cards.activity_cards(context["request"], rows)


@register.simple_tag(takes_context=True)
def timeline_rows(context: dict[str, Any], timeline: Timeline) -> list[cards.TimelineRow]:
    """Activities for the component `timeline`."""
    return cards.timeline_rows(context["request"], timeline)


@register.simple_tag(takes_context=True)
def board_answers(
    context: dict[str, Any], answers: Iterable[BoardAnswer], history: History | None = None
) -> list[standing_cards.AnswerItem]:
    """Who answers for an activity, for the component `board_answers`."""
    return standing_cards.answer_items(context["request"], answers, history)


@register.simple_tag
def history_table(history: History, subject: str) -> standing_cards.HistoryTable:
    """States by year, for the component `data_table`."""
    return standing_cards.history_table(history, subject)


@register.simple_tag
def year_items(standings: Iterable[YearStanding]) -> list[standing_cards.YearItem]:
    """Follow-up years with their figures, for the component `followup_years`."""
    return standing_cards.year_items(standings)


@register.simple_tag(takes_context=True)
def service_cards(context: dict[str, Any], services: Iterable[Service]) -> list[ServiceCard]:
    """Services for the components `service_card` and `contact_card`."""
    return service_cards_for(context["request"], services)


@register.simple_tag(takes_context=True)
def service_card(context: dict[str, Any], service: Service) -> ServiceCard:
    """One service for the component `service_detail`."""
    return service_card_for(context["request"], service)


@register.simple_tag
def plan_figure_items(figures: PlanFigures) -> list[cards.Figure]:
    """The plan's figures for the component `figures`."""
    return cards.plan_figure_items(figures)


@register.simple_tag
def document_items(documents: Iterable[ReferencedDocument]) -> list[cards.DocumentItem]:
    """Documents for the component `document_list`, as anyone may see them."""
    return cards.document_items(documents)


@register.simple_tag
def staff_document_items(documents: Iterable[ReferencedDocument]) -> list[cards.DocumentItem]:
    """Documents for the component `document_list`, staff files among them."""
    return cards.document_items(documents, for_staff=True)


@register.simple_tag
def link_items(links: Iterable[Link]) -> list[cards.LinkItem]:
    """Links of the register for the component `link_list`."""
    return cards.link_items(links)


@register.simple_tag(takes_context=True)
def chosen_links(context: dict[str, Any], links: Iterable[StructValue]) -> list[cards.LinkItem]:
    """Links that an editor has chosen, for the components `link_list` and `chips`."""
    return cards.chosen_links(context["request"], links)


@register.simple_tag(takes_context=True)
def news_items(context: dict[str, Any], news: Iterable[NewsPage]) -> list[cards.NewsItem]:
    """News for the component `news_list`."""
    return cards.news_items(context["request"], news)


@register.simple_tag
def typed_table(table: TypedTable) -> cards.TableParts:
    """A table that an editor has made, for the component `data_table`."""
    return cards.table_parts(table)


@register.simple_tag(takes_context=True)
def unique_name(context: dict[str, Any], kind: str) -> str:
    """A name that nothing else on the page has: the kind of thing, numbered in the page's order."""
    counts = context["request"].__dict__.setdefault("_unique_names", Counter())
    counts[kind] += 1
    return f"{kind}-{counts[kind]}"

"""The common base of the register desks."""

from wagtail.snippets.views.snippets import SnippetViewSet

from resources.desks.concurrency import CarefulEditView


class RegisterViewSet(SnippetViewSet):
    """A desk for one register: a list to search and filter, a form, a page to read, a history.

    The history is Wagtail's log, which every view of a desk writes to. A desk names its own
    `model`, `icon`, `list_display`, `list_filter`, `search_fields` and `edit_handler`.
    """

    edit_view_class = CarefulEditView
    # The registers are short and not in Wagtail's search index: PostgreSQL reads the columns.
    search_backend_name = None
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False

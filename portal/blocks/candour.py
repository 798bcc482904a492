"""Blocks that say plainly how far something has come, and what is not known."""

from wagtail import blocks


class OpenQuestionBlock(blocks.StructBlock):
    """What the page honestly says where no source is in hand, and the question to ask.

    The questions are gathered on the staff desk of questions before opening.
    """

    text = blocks.TextBlock(label="Vad sidan säger", help_text="En sann mening till läsaren.")
    question = blocks.CharBlock(
        label="Fråga till kommunen", help_text="Visas bara för medarbetare, på listan över frågor."
    )

    class Meta:
        label = "Här saknas uppgift"
        icon = "warning"
        template = "portal/blocks/open_question.html"

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        """Return what the page says; the question is for staff, and a search is for everyone."""
        return [value["text"]]


class PointsBlock(blocks.StructBlock):
    """Points, each with where it comes from and how far it has come."""

    STATES = [
        ("in_plan", "Står i planen"),
        ("proposed", "Föreslagen"),
        ("done", "Klar"),
        ("unknown", "Okänt läge"),
    ]

    heading = blocks.CharBlock(label="Rubrik", required=False)
    points = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("text", blocks.TextBlock(label="Punkt")),
                ("source", blocks.CharBlock(label="Källa")),
                ("state", blocks.ChoiceBlock(label="Läge", choices=STATES, default="unknown")),
                ("comment", blocks.TextBlock(label="Kommentar till läget", required=False)),
            ],
            label="Punkt",
        ),
        label="Punkter",
    )

    class Meta:
        label = "Punkter med läge"
        icon = "clipboard-list"
        template = "portal/blocks/points.html"


class ReviewPointsBlock(blocks.StructBlock):
    """What a review said, and what the municipality answered; an empty answer is unknown."""

    points = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("heading", blocks.CharBlock(label="Synpunkt i korthet")),
                ("text", blocks.TextBlock(label="Synpunkten")),
                (
                    "answer",
                    blocks.TextBlock(
                        label="Kommunens svar",
                        required=False,
                        help_text="Lämna tomt om svaret inte är känt. Då säger sidan det.",
                    ),
                ),
            ],
            label="Synpunkt",
        ),
        label="Synpunkter",
    )

    class Meta:
        label = "Synpunkter och svar"
        icon = "comment"
        template = "portal/blocks/review_points.html"


class LevelsBlock(blocks.StructBlock):
    """A model of levels, one inside the other, as a figure and as a list."""

    heading = blocks.CharBlock(label="Rubrik")
    intro = blocks.TextBlock(label="Inledning", required=False)
    levels = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label="Nivå")),
                ("text", blocks.TextBlock(label="Vad den handlar om")),
            ],
            label="Nivå",
        ),
        label="Nivåer, innerst först",
        min_num=2,
        max_num=5,
    )
    source = blocks.CharBlock(label="Källa", required=False)
    source_url = blocks.URLBlock(label="Adress till källan", required=False)

    class Meta:
        label = "Nivåer (figur)"
        icon = "circle-plus"
        template = "portal/blocks/levels.html"

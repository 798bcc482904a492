"""The sets of blocks that page bodies may use, each block named once."""

from wagtail import blocks

from portal.blocks.candour import LevelsBlock, OpenQuestionBlock, PointsBlock, ReviewPointsBlock
from portal.blocks.links import DocumentListBlock, LinkListBlock
from portal.blocks.reading import (
    INLINE_FEATURES,
    AccordionBlock,
    FactBoxBlock,
    ImageBlock,
    QuoteBlock,
    StepsBlock,
    TableBlock,
    TextBlock,
)
from portal.blocks.registers import (
    ActivitiesBlock,
    ContactCardBlock,
    PlanFiguresBlock,
    ReferenceGroupBlock,
    SeatsBlock,
    ServicesBlock,
)

READING = [
    ("quote", QuoteBlock(group="Text")),
    ("fact_box", FactBoxBlock(group="Text")),
    ("accordion", AccordionBlock(group="Text")),
    ("steps", StepsBlock(group="Text")),
    ("table", TableBlock(group="Text")),
    ("image", ImageBlock(group="Text")),
    ("open_question", OpenQuestionBlock(group="Text")),
    ("link_list", LinkListBlock(group="Länkar")),
    ("document_list", DocumentListBlock(group="Länkar")),
]
REGISTERS = [
    ("services", ServicesBlock(group="Ur registren")),
    ("activities", ActivitiesBlock(group="Ur registren")),
    ("contact_card", ContactCardBlock(group="Ur registren")),
]
PLAN = [
    ("plan_figures", PlanFiguresBlock(group="Planen")),
    ("levels", LevelsBlock(group="Planen")),
    ("points", PointsBlock(group="Planen")),
    ("review_points", ReviewPointsBlock(group="Planen")),
    ("seats", SeatsBlock(group="Planen")),
    ("reference_group", ReferenceGroupBlock(group="Planen")),
]


class BodyBlock(blocks.StreamBlock):
    """Everything a page body may hold."""

    def __init__(self, **kwargs: object) -> None:
        text = ("text", TextBlock(group="Text"))
        super().__init__([text, *READING, *REGISTERS, *PLAN], **kwargs)


class SectionBodyBlock(blocks.StreamBlock):
    """What stands under a heading that the page sets: its own headings begin at the third level."""

    def __init__(self, **kwargs: object) -> None:
        text = ("text", TextBlock(group="Text", features=["h3", *INLINE_FEATURES]))
        super().__init__([text, *READING, *REGISTERS], **kwargs)

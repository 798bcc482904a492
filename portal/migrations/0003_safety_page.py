import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models

import portal.navigation.neutral_site


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0005_finder_page"),
        ("resources", "0003_protected_places"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExitSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "neutral_site",
                    models.CharField(
                        blank=True,
                        help_text="Hit leder knappen Lämna sidan snabbt. Välj en webbplats som många besöker, som är lugn och snabb och som inte visar något om läsaren. Den ska börja med https:// och får inte vara en sökmotor. Lämna tomt för att använda den förvalda.",
                        max_length=200,
                        validators=[portal.navigation.neutral_site.validate_neutral_site],
                        verbose_name="neutral webbplats",
                    ),
                ),
                ("checked_address", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "answered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="svarade senast"),
                ),
                (
                    "failed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="svarade inte senast"
                    ),
                ),
                (
                    "fault",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="fel"
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="wagtailcore.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "Lämna sidan snabbt",
            },
        ),
        migrations.CreateModel(
            name="SafetyPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "review_on",
                    models.DateField(
                        blank=True,
                        help_text="Dagen då ägaren ska ha gått igenom innehållet igen.",
                        null=True,
                        verbose_name="ses över senast",
                    ),
                ),
                (
                    "lead",
                    models.CharField(
                        blank=True,
                        help_text="En mening under rubriken: vad läsaren får veta eller kan göra här.",
                        max_length=400,
                        verbose_name="ingress",
                    ),
                ),
                (
                    "steps_written_on",
                    models.DateField(
                        help_text="Dagen då någon senast gick igenom stegen för webbläsarna. Visas på sidan. När de ska ses över igen står under Ansvar, och visas också.",
                        verbose_name="stegen skrevs eller gicks igenom",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("quote", 4),
                            ("fact_box", 8),
                            ("accordion", 11),
                            ("steps", 17),
                            ("table", 21),
                            ("image", 25),
                            ("open_question", 28),
                            ("link_list", 34),
                            ("document_list", 37),
                            ("services", 40),
                            ("activities", 42),
                            ("contact_card", 44),
                            ("plan_figures", 45),
                            ("levels", 52),
                            ("points", 59),
                            ("review_points", 65),
                            ("seats", 45),
                            ("reference_group", 45),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("portal.blocks.reading.TextBlock", (), {"group": "Text"}),
                            1: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Ordagrant, utan citattecken.", "label": "Citat"},
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Vem som sagt eller skrivit det, och var.",
                                    "label": "Källa",
                                },
                            ),
                            3: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Adress till källan", "required": False},
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("quote", 1), ("source", 2), ("source_url", 3)]],
                                {"group": "Text"},
                            ),
                            5: ("wagtail.blocks.CharBlock", (), {"label": "Rubrik"}),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("fact", "Fakta"), ("careful", "Tänk på")],
                                    "label": "Slag",
                                },
                            ),
                            7: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "ol",
                                        "ul",
                                        "link",
                                        "document-link",
                                    ],
                                    "label": "Text",
                                },
                            ),
                            8: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 5), ("tone", 6), ("text", 7)]],
                                {"group": "Text"},
                            ),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 5), ("text", 7)]],
                                {"label": "Del"},
                            ),
                            10: ("wagtail.blocks.ListBlock", (9,), {"label": "Delar"}),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("items", 10)]],
                                {"group": "Text"},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Rubrik", "required": False},
                            ),
                            13: ("wagtail.blocks.CharBlock", (), {"label": "Steg"}),
                            14: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "ol",
                                        "ul",
                                        "link",
                                        "document-link",
                                    ],
                                    "label": "Text",
                                    "required": False,
                                },
                            ),
                            15: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 13), ("text", 14)]],
                                {"label": "Steg"},
                            ),
                            16: ("wagtail.blocks.ListBlock", (15,), {"label": "Steg"}),
                            17: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 12), ("steps", 16)]],
                                {"group": "Text"},
                            ),
                            18: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Säger vad tabellen visar. Läses upp först av en skärmläsare.",
                                    "label": "Rubrik",
                                },
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Text", "required": False},
                            ),
                            20: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 19)]],
                                {"label": "Tabell"},
                            ),
                            21: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 18), ("table", 20)]],
                                {"group": "Text"},
                            ),
                            22: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Bild"}),
                            23: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Beskriv vad bilden säger, för den som inte ser den. Visa aldrig personer som kan kännas igen eller en skyddad plats.",
                                    "label": "Alternativ text",
                                },
                            ),
                            24: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Bildtext", "required": False},
                            ),
                            25: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 22), ("alt", 23), ("caption", 24)]],
                                {"group": "Text"},
                            ),
                            26: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "En sann mening till läsaren.",
                                    "label": "Vad sidan säger",
                                },
                            ),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Visas bara för medarbetare, på listan över frågor.",
                                    "label": "Fråga till kommunen",
                                },
                            ),
                            28: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 26), ("question", 27)]],
                                {"group": "Text"},
                            ),
                            29: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Vad som finns där", "required": False},
                            ),
                            30: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Sida här", "required": False},
                            ),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Börjar med https:// eller med /.",
                                    "label": "Annan adress",
                                    "required": False,
                                },
                            ),
                            32: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 5), ("description", 29), ("page", 30), ("url", 31)]],
                                {},
                            ),
                            33: ("wagtail.blocks.ListBlock", (32,), {"label": "Länkar"}),
                            34: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 12), ("links", 33)]],
                                {"group": "Länkar"},
                            ),
                            35: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("resources.ReferencedDocument",),
                                {"label": "Dokument"},
                            ),
                            36: ("wagtail.blocks.ListBlock", (35,), {"label": "Dokument"}),
                            37: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 12), ("documents", 36)]],
                                {"group": "Länkar"},
                            ),
                            38: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("resources.ViolenceArea",),
                                {"label": "Våldsområde", "required": False},
                            ),
                            39: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("exposed", "den som utsätts"),
                                        ("uses_violence", "den som använder våld"),
                                        ("child", "barn och unga"),
                                        ("relative", "den som oroar sig för någon"),
                                        ("employee", "den som arbetar i kommunen"),
                                    ],
                                    "label": "För vem",
                                    "required": False,
                                },
                            ),
                            40: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 12), ("area", 38), ("for_whom", 39)]],
                                {"group": "Ur registren"},
                            ),
                            41: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Till exempel 6, 9. Tomt betyder alla.",
                                    "label": "Nummer",
                                    "required": False,
                                },
                            ),
                            42: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 12), ("area", 38), ("numbers", 41)]],
                                {"group": "Ur registren"},
                            ),
                            43: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("resources.Organization",),
                                {"label": "Aktör"},
                            ),
                            44: (
                                "wagtail.blocks.StructBlock",
                                [[("organization", 43)]],
                                {"group": "Ur registren"},
                            ),
                            45: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 12)]],
                                {"group": "Planen"},
                            ),
                            46: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Inledning", "required": False},
                            ),
                            47: ("wagtail.blocks.CharBlock", (), {"label": "Nivå"}),
                            48: ("wagtail.blocks.TextBlock", (), {"label": "Vad den handlar om"}),
                            49: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 47), ("text", 48)]],
                                {"label": "Nivå"},
                            ),
                            50: (
                                "wagtail.blocks.ListBlock",
                                (49,),
                                {"label": "Nivåer, innerst först", "max_num": 5, "min_num": 2},
                            ),
                            51: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Källa", "required": False},
                            ),
                            52: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("heading", 5),
                                        ("intro", 46),
                                        ("levels", 50),
                                        ("source", 51),
                                        ("source_url", 3),
                                    ]
                                ],
                                {"group": "Planen"},
                            ),
                            53: ("wagtail.blocks.TextBlock", (), {"label": "Punkt"}),
                            54: ("wagtail.blocks.CharBlock", (), {"label": "Källa"}),
                            55: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("in_plan", "Står i planen"),
                                        ("proposed", "Föreslagen"),
                                        ("done", "Klar"),
                                        ("unknown", "Okänt läge"),
                                    ],
                                    "label": "Läge",
                                },
                            ),
                            56: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Kommentar till läget", "required": False},
                            ),
                            57: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 53), ("source", 54), ("state", 55), ("comment", 56)]],
                                {"label": "Punkt"},
                            ),
                            58: ("wagtail.blocks.ListBlock", (57,), {"label": "Punkter"}),
                            59: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 12), ("points", 58)]],
                                {"group": "Planen"},
                            ),
                            60: ("wagtail.blocks.CharBlock", (), {"label": "Synpunkt i korthet"}),
                            61: ("wagtail.blocks.TextBlock", (), {"label": "Synpunkten"}),
                            62: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Lämna tomt om svaret inte är känt. Då säger sidan det.",
                                    "label": "Kommunens svar",
                                    "required": False,
                                },
                            ),
                            63: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 60), ("text", 61), ("answer", 62)]],
                                {"label": "Synpunkt"},
                            ),
                            64: ("wagtail.blocks.ListBlock", (63,), {"label": "Synpunkter"}),
                            65: (
                                "wagtail.blocks.StructBlock",
                                [[("points", 64)]],
                                {"group": "Planen"},
                            ),
                        },
                        verbose_name="innehåll",
                    ),
                ),
                (
                    "owner_unit",
                    models.ForeignKey(
                        blank=True,
                        help_text="Enheten som svarar för att uppgifterna stämmer.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resources.unit",
                        verbose_name="ägare",
                    ),
                ),
            ],
            options={
                "verbose_name": "sida om att lämna snabbt",
                "verbose_name_plural": "sidor om att lämna snabbt",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_on__isnull", True),
                            ("owner_unit__isnull", False),
                            _connector="OR",
                        ),
                        name="portal_safetypage_review_has_owner",
                        violation_error_message="Välj en ägare innan du sätter en dag för översyn.",
                    )
                ],
            },
            bases=("wagtailcore.page", models.Model),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0002_pages"),
        ("resources", "0003_protected_places"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="FinderPage",
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
                "verbose_name": "vägvisare till rätt hjälp",
                "verbose_name_plural": "vägvisare till rätt hjälp",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_on__isnull", True),
                            ("owner_unit__isnull", False),
                            _connector="OR",
                        ),
                        name="portal_finderpage_review_has_owner",
                        violation_error_message="Välj en ägare innan du sätter en dag för översyn.",
                    )
                ],
            },
            bases=("wagtailcore.page", models.Model),
        ),
    ]

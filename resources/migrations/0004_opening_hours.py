"""What a public holiday does to the hours of a channel."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0003_protected_places")]
    operations = [
        migrations.AddField(
            model_name="channel",
            name="on_holidays",
            field=models.CharField(
                choices=[
                    ("as_usual", "öppet som vanligt"),
                    ("closed", "stängt"),
                    ("like_sunday", "öppet som en söndag"),
                ],
                default="closed",
                help_text="Gäller alla röda dagar, och midsommarafton, julafton och nyårsafton. En avvikande öppettid som du lägger in för en sådan dag går före.",
                max_length=12,
                verbose_name="på helgdagar",
            ),
        ),
    ]

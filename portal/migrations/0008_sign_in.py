"""Where people are signed in, and the cache that counts attempts to for all workers together."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0007_forum_page"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_key", models.CharField(max_length=40, verbose_name="inloggningens nyckel")),
                ("where", models.CharField(max_length=40, verbose_name="var")),
                ("began_at", models.DateTimeField(verbose_name="började")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="staff_sessions", to=settings.AUTH_USER_MODEL, verbose_name="person")),
            ],
            options={
                "verbose_name": "inloggning",
                "verbose_name_plural": "inloggningar",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("session_key",), name="portal_staff_session_key_unique", violation_error_message="Inloggningen finns redan.")],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="reopened_at",
            field=models.DateTimeField(blank=True, editable=False, help_text="Kontot räknas inte som oanvänt före den dagen.", null=True, verbose_name="öppnades igen"),
        ),
        migrations.RunSQL(
            # As `manage.py createcachetable` writes it.
            sql="""
                CREATE TABLE portal_cache (
                    cache_key varchar(255) NOT NULL PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamp with time zone NOT NULL
                );
                CREATE INDEX portal_cache_expires ON portal_cache (expires);
            """,
            reverse_sql="DROP TABLE portal_cache",
        ),
    ]

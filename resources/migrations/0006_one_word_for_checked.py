"""One word for one act: what an owner does is to check, in the desk as in mails and on cards."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import resources.stewardship.days


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0005_services_end'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='board',
            name='verified_on',
            field=models.DateField(blank=True, help_text='Dagen då någon i kommunen kontrollerade att uppgifterna stämmer. Utan datum visas nämnden som ej kontrollerad.', null=True, validators=[resources.stewardship.days.not_ahead], verbose_name='kontrollerad'),
        ),
        migrations.AlterField(
            model_name='referenceddocument',
            name='verified_on',
            field=models.DateField(blank=True, help_text='Dagen då någon i kommunen kontrollerade att det är rätt dokument.', null=True, validators=[resources.stewardship.days.not_ahead], verbose_name='kontrollerad'),
        ),
        migrations.AlterField(
            model_name='service',
            name='assured_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kontrollerat av'),
        ),
        migrations.AlterField(
            model_name='service',
            name='assured_on',
            field=models.DateField(blank=True, help_text='Dagen då ägaren kontrollerade att allt stämmer. Tomt tills det har skett.', null=True, validators=[resources.stewardship.days.not_ahead], verbose_name='ägaren kontrollerade'),
        ),
        migrations.AlterConstraint(
            model_name='service',
            name='resources_service_assured_by_has_day',
            constraint=models.CheckConstraint(condition=models.Q(('assured_by__isnull', True), ('assured_on__isnull', False), _connector='OR'), name='resources_service_assured_by_has_day', violation_error_message='Skriv vilken dag uppgifterna kontrollerades.'),
        ),
    ]

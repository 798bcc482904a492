"""A service that has closed down has a day for it; days on which something was done have been."""

from django.db import migrations, models

import resources.stewardship.days


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0004_opening_hours'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='ended_on',
            field=models.DateField(blank=True, help_text='Från och med den dagen finns stödet inte mer, och visas inte längre för någon. Ägaren får inga fler frågor om det. Töm fältet om stödet finns igen.', null=True, verbose_name='upphör'),
        ),
        migrations.AlterField(
            model_name='board',
            name='verified_on',
            field=models.DateField(blank=True, help_text='Dagen då någon i kommunen intygade att uppgifterna stämmer. Utan datum visas nämnden som ej kontrollerad.', null=True, validators=[resources.stewardship.days.not_ahead], verbose_name='kontrollerad'),
        ),
        migrations.AlterField(
            model_name='channel',
            name='verified_on',
            field=models.DateField(blank=True, help_text='Dagen då någon prövade att den stämmer. Utan datum visas ej kontrollerat. När numret eller adressen ändras töms dagen, tills någon har prövat igen.', null=True, validators=[resources.stewardship.days.not_ahead], verbose_name='kontrollerad'),
        ),
        migrations.AlterField(
            model_name='link',
            name='checked_on',
            field=models.DateField(blank=True, null=True, validators=[resources.stewardship.days.not_ahead], verbose_name='prövad'),
        ),
        migrations.AlterField(
            model_name='referenceddocument',
            name='verified_on',
            field=models.DateField(blank=True, help_text='Dagen då någon i kommunen intygade att det är rätt dokument.', null=True, validators=[resources.stewardship.days.not_ahead], verbose_name='kontrollerad'),
        ),
        migrations.AlterField(
            model_name='service',
            name='assured_on',
            field=models.DateField(blank=True, help_text='Dagen då ägaren intygade att allt stämmer. Tomt tills det har skett.', null=True, validators=[resources.stewardship.days.not_ahead], verbose_name='intygat'),
        ),
    ]

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actionplan', '0004_annual_reports'),
        ('resources', '0007_board_spokespersons'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DraftCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=64, verbose_name='avtryck')),
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft_copy', to='actionplan.activity', verbose_name='ny aktivitet')),
            ],
            options={
                'verbose_name': 'avtryck av ny aktivitet',
                'verbose_name_plural': 'avtryck av nya aktiviteter',
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('working', 'Beslut tas för varje aktivitet'), ('review', 'Nämnderna granskar')], default='working', max_length=10, verbose_name='läge')),
                ('review_due_on', models.DateField(blank=True, null=True, verbose_name='nämnderna svarar senast')),
                ('started_at', models.DateTimeField(verbose_name='påbörjad')),
                ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='revision', to='actionplan.planversion', verbose_name='den nya versionen')),
                ('former', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='next_revision', to='actionplan.planversion', verbose_name='den gällande versionen')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='påbörjad av')),
            ],
            options={
                'verbose_name': 'revision av planen',
                'verbose_name_plural': 'revisioner av planen',
                'ordering': ['-started_at'],
            },
        ),
        migrations.CreateModel(
            name='RevisionChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(blank=True, choices=[('carried', 'Förs vidare oförändrad'), ('changed', 'Ändras'), ('merged', 'Slås ihop med en annan'), ('split', 'Delas i flera'), ('finished', 'Avslutas som genomförd'), ('dropped', 'Avslutas utan att genomföras')], max_length=10, verbose_name='beslut')),
                ('reason', models.TextField(blank=True, verbose_name='skäl')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='källa')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2200)], verbose_name='år')),
                ('edition', models.PositiveIntegerField(default=0, editable=False, verbose_name='utgåva')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='beslutat')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revision_choices', to='actionplan.activity', verbose_name='aktivitet')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='beslutat av')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='actionplan.revision', verbose_name='revision')),
            ],
            options={
                'verbose_name': 'beslut vid revision',
                'verbose_name_plural': 'beslut vid revision',
                'ordering': ['activity__number'],
            },
        ),
        migrations.CreateModel(
            name='RevisionReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(choices=[('agrees', 'Nämnden ställer sig bakom förslaget'), ('wants_changes', 'Nämnden vill ha ändringar')], max_length=14, verbose_name='ställningstagande')),
                ('text', models.TextField(blank=True, verbose_name='synpunkter')),
                ('mark', models.CharField(editable=False, max_length=64, verbose_name='avtryck')),
                ('edition', models.PositiveIntegerField(default=1, editable=False, verbose_name='utgåva')),
                ('answered_at', models.DateTimeField(verbose_name='lämnat')),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lämnat av')),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revision_reviews', to='resources.board', verbose_name='nämnd, styrelse eller bolag')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='actionplan.revision', verbose_name='revision')),
            ],
            options={
                'verbose_name': 'nämndens granskning',
                'verbose_name_plural': 'nämndernas granskning',
                'ordering': ['board'],
            },
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('former', models.F('draft')), _negated=True), name='actionplan_revision_of_another_version', violation_error_message='En version kan inte revideras till sig själv.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'review'), _negated=True), ('review_due_on__isnull', False), _connector='OR'), name='actionplan_revision_review_has_last_day', violation_error_message='Säg när nämnderna ska ha svarat.'),
        ),
        migrations.AddConstraint(
            model_name='revisionchoice',
            constraint=models.UniqueConstraint(fields=('revision', 'activity'), name='actionplan_revisionchoice_one_an_activity', violation_error_message='Aktiviteten har redan ett beslut i revisionen.'),
        ),
        migrations.AddConstraint(
            model_name='revisionchoice',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['', 'carried']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='actionplan_revisionchoice_reason_unless_carried', violation_error_message='Skriv skälet till beslutet.'),
        ),
        migrations.AddConstraint(
            model_name='revisionchoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'finished'), _negated=True), models.Q(('source', ''), _negated=True), _connector='OR'), name='actionplan_revisionchoice_finished_has_source', violation_error_message='Skriv hur det är känt att aktiviteten är genomförd.'),
        ),
        migrations.AddConstraint(
            model_name='revisionchoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='actionplan_revisionchoice_decided_by_somebody', violation_error_message='Ett beslut har en dag och någon som tog det.'),
        ),
        migrations.AddConstraint(
            model_name='revisionreview',
            constraint=models.UniqueConstraint(fields=('revision', 'board'), name='actionplan_revisionreview_one_a_board', violation_error_message='Nämnden har redan svarat.'),
        ),
        migrations.AddConstraint(
            model_name='revisionreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stance', 'wants_changes'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='actionplan_revisionreview_changes_are_said', violation_error_message='Skriv vad nämnden vill ändra.'),
        ),
    ]

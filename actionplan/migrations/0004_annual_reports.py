import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A frozen report and all that belongs to it is kept as it was, whoever asks: names of boards,
# people and activities live on elsewhere, and a correction is a new report. TRUNCATE passes row
# triggers by, so it has one of its own; `verify_reports` compares what is left.
FORWARD = """
CREATE FUNCTION actionplan_refuse_report(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a frozen report is kept as it was'
        USING ERRCODE = 'check_violation', CONSTRAINT = rule,
            HINT = 'Make a new report that corrects it.';
END $$;

CREATE FUNCTION actionplan_report_is_final(report bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    current_state text;
BEGIN
    -- The row is held, so that a report cannot be frozen while one of its texts changes.
    SELECT state INTO current_state FROM actionplan_annualreport WHERE id = report FOR SHARE;
    RETURN coalesce(current_state = 'final', false);
END $$;

CREATE FUNCTION actionplan_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'final' THEN
        PERFORM actionplan_refuse_report('actionplan_report_kept');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE FUNCTION actionplan_keep_report_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND actionplan_report_is_final(OLD.report_id)
        OR TG_OP <> 'DELETE' AND actionplan_report_is_final(NEW.report_id)
    THEN
        PERFORM actionplan_refuse_report('actionplan_reporttext_kept');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE FUNCTION actionplan_keep_report_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A file is put beside a frozen report once, and then it stays.
    IF TG_OP <> 'INSERT' OR NOT actionplan_report_is_final(NEW.report_id) THEN
        PERFORM actionplan_refuse_report('actionplan_reportfile_kept');
    END IF;
    IF NEW.size <> length(NEW.data) OR NEW.sha256 <> encode(sha256(NEW.data), 'hex') THEN
        PERFORM actionplan_refuse_report('actionplan_reportfile_hash_is_its_own');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION actionplan_keep_all_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM actionplan_annualreport WHERE state = 'final') THEN
        PERFORM actionplan_refuse_report('actionplan_report_kept');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER actionplan_keep_report
    BEFORE UPDATE OR DELETE ON actionplan_annualreport
    FOR EACH ROW EXECUTE FUNCTION actionplan_keep_report();
CREATE TRIGGER actionplan_keep_report_text
    BEFORE INSERT OR UPDATE OR DELETE ON actionplan_reporttext
    FOR EACH ROW EXECUTE FUNCTION actionplan_keep_report_text();
CREATE TRIGGER actionplan_keep_report_file
    BEFORE INSERT OR UPDATE OR DELETE ON actionplan_reportfile
    FOR EACH ROW EXECUTE FUNCTION actionplan_keep_report_file();
CREATE TRIGGER actionplan_keep_all_reports
    BEFORE TRUNCATE ON actionplan_annualreport
    FOR EACH STATEMENT EXECUTE FUNCTION actionplan_keep_all_reports();
CREATE TRIGGER actionplan_keep_all_report_texts
    BEFORE TRUNCATE ON actionplan_reporttext
    FOR EACH STATEMENT EXECUTE FUNCTION actionplan_keep_all_reports();
CREATE TRIGGER actionplan_keep_all_report_files
    BEFORE TRUNCATE ON actionplan_reportfile
    FOR EACH STATEMENT EXECUTE FUNCTION actionplan_keep_all_reports();
"""

BACKWARD = """
DROP TRIGGER actionplan_keep_report ON actionplan_annualreport;
DROP TRIGGER actionplan_keep_report_text ON actionplan_reporttext;
DROP TRIGGER actionplan_keep_report_file ON actionplan_reportfile;
DROP TRIGGER actionplan_keep_all_reports ON actionplan_annualreport;
DROP TRIGGER actionplan_keep_all_report_texts ON actionplan_reporttext;
DROP TRIGGER actionplan_keep_all_report_files ON actionplan_reportfile;
DROP FUNCTION actionplan_keep_report();
DROP FUNCTION actionplan_keep_report_text();
DROP FUNCTION actionplan_keep_report_file();
DROP FUNCTION actionplan_keep_all_reports();
DROP FUNCTION actionplan_report_is_final(bigint);
DROP FUNCTION actionplan_refuse_report(text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('actionplan', '0003_followup'),
        ('resources', '0007_board_spokespersons'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveSmallIntegerField(default=1, verbose_name='nummer i ordningen')),
                ('state', models.CharField(choices=[('draft', 'Utkast'), ('final', 'Fryst')], default='draft', max_length=5, verbose_name='läge')),
                ('introduction', models.TextField(blank=True, verbose_name='inledning')),
                ('goals_text', models.TextField(blank=True, verbose_name='mål och utfall')),
                ('proposals', models.TextField(blank=True, verbose_name='förslag')),
                ('correction', models.TextField(blank=True, verbose_name='vad som är rättat')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='sparad antal gånger')),
                ('saved_at', models.DateTimeField(blank=True, null=True, verbose_name='sparad')),
                ('content', models.TextField(blank=True, editable=False, verbose_name='fryst innehåll')),
                ('schema_version', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='schema')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('frozen_at', models.DateTimeField(editable=False, null=True, verbose_name='fryst')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='actionplan.annualreport', verbose_name='rättar')),
                ('frozen_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='fryst av')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='actionplan.followupperiod', verbose_name='uppföljningsår')),
                ('saved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sparad av')),
            ],
            options={
                'verbose_name': 'årsrapport',
                'verbose_name_plural': 'årsrapporter',
                'ordering': ['-period__year', '-sequence'],
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word'), ('xlsx', 'Excel'), ('csv', 'CSV')], max_length=4, verbose_name='slag')),
                ('board', models.SlugField(blank=True, max_length=100, verbose_name='nämnd')),
                ('data', models.BinaryField(verbose_name='innehåll')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='storlek')),
                ('made_at', models.DateTimeField(verbose_name='skapad')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='actionplan.annualreport', verbose_name='rapport')),
            ],
            options={
                'verbose_name': 'fil till årsrapport',
                'verbose_name_plural': 'filer till årsrapporter',
                'ordering': ['report', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='ReportRegistration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registry_number', models.CharField(blank=True, max_length=60, verbose_name='diarienummer')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='beslutsdatum')),
                ('paragraph', models.CharField(blank=True, help_text='Till exempel § 47.', max_length=20, verbose_name='paragraf')),
                ('noted_at', models.DateTimeField(verbose_name='antecknat')),
                ('deciding_board', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='resources.board', verbose_name='beslutad av')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='av')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='registration', to='actionplan.annualreport', verbose_name='rapport')),
            ],
            options={
                'verbose_name': 'diarieföring av årsrapport',
                'verbose_name_plural': 'diarieföring av årsrapporter',
            },
        ),
        migrations.CreateModel(
            name='ReportText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Del 1, verksamhetsövergripande'), (2, 'Del 2, målgrupps- och verksamhetsspecifika')], null=True, verbose_name='del')),
                ('text', models.TextField(verbose_name='text')),
                ('board', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='resources.board', verbose_name='nämnd, styrelse eller bolag')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='actionplan.annualreport', verbose_name='rapport')),
            ],
            options={
                'verbose_name': 'text i årsrapport',
                'verbose_name_plural': 'texter i årsrapporter',
            },
        ),
        migrations.CreateModel(
            name='WaitingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word'), ('xlsx', 'Excel'), ('csv', 'CSV')], max_length=4, verbose_name='slag')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='försök')),
                ('next_try_at', models.DateTimeField(verbose_name='nästa försök')),
                ('error', models.TextField(blank=True, verbose_name='fel')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting_files', to='actionplan.annualreport', verbose_name='rapport')),
            ],
            options={
                'verbose_name': 'fil som väntar',
                'verbose_name_plural': 'filer som väntar',
                'ordering': ['report', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddConstraint(
            model_name='annualreport',
            constraint=models.UniqueConstraint(fields=('period', 'sequence'), name='actionplan_report_one_a_sequence', violation_error_message='Det finns redan en rapport med det numret.'),
        ),
        migrations.AddConstraint(
            model_name='annualreport',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('period',), name='actionplan_report_one_draft_a_year', violation_error_message='Det finns redan ett utkast för året.'),
        ),
        migrations.AddConstraint(
            model_name='annualreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('content', ''), ('frozen_at__isnull', True), ('frozen_by__isnull', True), ('schema_version__isnull', True), ('sha256', '')), models.Q(('state', 'final'), models.Q(('content', ''), _negated=True), ('frozen_at__isnull', False), ('frozen_by__isnull', False), ('schema_version__isnull', False), ('sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='actionplan_report_final_has_content', violation_error_message='En fryst rapport har innehåll, kontrollsumma och tid.'),
        ),
        migrations.AddConstraint(
            model_name='annualreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('sequence', 1)), models.Q(('corrects__isnull', False), ('sequence__gt', 1)), _connector='OR'), name='actionplan_report_later_one_corrects', violation_error_message='En rättad rapport pekar på den som den rättar.'),
        ),
        migrations.AddConstraint(
            model_name='annualreport',
            constraint=models.CheckConstraint(condition=models.Q(('corrects', models.F('id')), _negated=True), name='actionplan_report_corrects_another', violation_error_message='En rapport kan inte rätta sig själv.'),
        ),
        migrations.AddConstraint(
            model_name='annualreport',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('corrects__isnull', True), models.Q(('correction', ''), _negated=True), _connector='OR'), name='actionplan_report_says_what_is_corrected', violation_error_message='Skriv vad som är rättat.'),
        ),
        migrations.AddConstraint(
            model_name='reportfile',
            constraint=models.UniqueConstraint(fields=('report', 'kind', 'board'), name='actionplan_reportfile_one_a_kind', violation_error_message='Filen är redan skapad.'),
        ),
        migrations.AddConstraint(
            model_name='reportfile',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$'), ('size__gt', 0)), name='actionplan_reportfile_has_hash', violation_error_message='En fil har en kontrollsumma och en storlek.'),
        ),
        migrations.AddConstraint(
            model_name='reportregistration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('deciding_board__isnull', True), ('paragraph', '')), models.Q(('decided_on__isnull', False), ('deciding_board__isnull', False)), _connector='OR'), name='actionplan_registration_decision_is_whole', violation_error_message='Ange både vem som beslutade och vilken dag.'),
        ),
        migrations.AddConstraint(
            model_name='reportregistration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('registry_number', ''), _negated=True), ('decided_on__isnull', False), _connector='OR'), name='actionplan_registration_says_something', violation_error_message='Ange diarienumret eller beslutet.'),
        ),
        migrations.AddConstraint(
            model_name='reporttext',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('board__isnull', True), ('part__isnull', False)), models.Q(('board__isnull', False), ('part__isnull', True)), _connector='OR'), name='actionplan_reporttext_part_or_board', violation_error_message='Texten hör till en del eller en nämnd.'),
        ),
        migrations.AddConstraint(
            model_name='reporttext',
            constraint=models.UniqueConstraint(fields=('report', 'part', 'board'), name='actionplan_reporttext_one_a_place', nulls_distinct=False, violation_error_message='Det finns redan en text där.'),
        ),
        migrations.AddConstraint(
            model_name='waitingfile',
            constraint=models.UniqueConstraint(fields=('report', 'kind'), name='actionplan_waitingfile_one_a_kind', violation_error_message='Filen väntar redan.'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]

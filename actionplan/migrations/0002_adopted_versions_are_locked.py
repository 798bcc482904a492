"""Locks what an adopted version says, where a constraint cannot: the rule reaches over tables.

Activities, points and responsibilities of an adopted or superseded version are neither added,
moved nor taken away, and what the plan says in them is not changed, but for two things: the first
entry of the official wording, and a change in the transaction that has logged it as an editorial
correction and named that correction in `actionplan.editorial_correction`. Our own reading of the
plan (areas, target groups, translations), closures, milestones and statuses stay free.

The texts are compared in Swedish, the language the plan is decided in; the untranslated column
only mirrors whichever language was active when the row was saved. Empty and missing are the same.

A version that is adopted never becomes a draft again, and keeps its plan, its address name, its
label and its years: addresses are promised to hold. What is known of the decision may be filled in
later. The log of corrections is never changed.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION actionplan_version_is_locked(version bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    current_state text;
BEGIN
    -- The row is held, so that a version cannot be adopted while one of its activities changes.
    SELECT state INTO current_state FROM actionplan_planversion WHERE id = version FOR SHARE;
    RETURN current_state <> 'draft';
END $$;

CREATE FUNCTION actionplan_correction_is_open(activity bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (
        SELECT 1 FROM actionplan_editorialcorrection correction
        WHERE correction.id::text = current_setting('actionplan.editorial_correction', true)
        AND correction.activity_id = activity
        AND correction.recorded_at = transaction_timestamp()
    )
$$;

CREATE FUNCTION actionplan_refuse(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an adopted version of the plan is locked'
        USING ERRCODE = 'check_violation', CONSTRAINT = rule,
            HINT = 'Log an editorial correction, or write a new version.';
END $$;

CREATE FUNCTION actionplan_lock_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.version_id = OLD.version_id THEN
        IF (NEW.lineage, NEW.number, NEW.part, NEW.title_sv, coalesce(NEW.lead_sv, ''),
            coalesce(NEW.closing_sv, ''), coalesce(NEW.carried_out_by_sv, ''), NEW.schedule_text,
            NEW.start_year, NEW.end_year, NEW.is_ongoing, NEW.applies_to_all_committees)
            IS NOT DISTINCT FROM
            (OLD.lineage, OLD.number, OLD.part, OLD.title_sv, coalesce(OLD.lead_sv, ''),
            coalesce(OLD.closing_sv, ''), coalesce(OLD.carried_out_by_sv, ''), OLD.schedule_text,
            OLD.start_year, OLD.end_year, OLD.is_ongoing, OLD.applies_to_all_committees)
            AND (coalesce(OLD.official_text_sv, '') IN ('', NEW.official_text_sv))
        THEN
            RETURN NEW;
        END IF;
        IF actionplan_version_is_locked(NEW.version_id)
            AND NOT actionplan_correction_is_open(NEW.id)
        THEN
            PERFORM actionplan_refuse('actionplan_activity_locked');
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' AND actionplan_version_is_locked(OLD.version_id)
        OR TG_OP <> 'DELETE' AND actionplan_version_is_locked(NEW.version_id)
    THEN
        PERFORM actionplan_refuse('actionplan_activity_locked');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

-- Whether a part of an activity may change: its version is a draft, or a correction of it is open.
CREATE FUNCTION actionplan_activity_is_locked(activity bigint) RETURNS boolean
LANGUAGE sql AS $$
    SELECT coalesce((
        SELECT actionplan_version_is_locked(version_id)
            AND NOT actionplan_correction_is_open(activity)
        FROM actionplan_activity WHERE id = activity
    ), false)
$$;

CREATE FUNCTION actionplan_lock_point() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.activity_id, NEW."order", NEW.text_sv)
        IS NOT DISTINCT FROM (OLD.activity_id, OLD."order", OLD.text_sv)
    THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' AND actionplan_activity_is_locked(OLD.activity_id)
        OR TG_OP <> 'DELETE' AND actionplan_activity_is_locked(NEW.activity_id)
    THEN
        PERFORM actionplan_refuse('actionplan_activitypoint_locked');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE FUNCTION actionplan_lock_responsibility() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.activity_id, NEW.board_id, NEW.role, NEW.note, NEW."order")
        IS NOT DISTINCT FROM (OLD.activity_id, OLD.board_id, OLD.role, OLD.note, OLD."order")
    THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' AND actionplan_activity_is_locked(OLD.activity_id)
        OR TG_OP <> 'DELETE' AND actionplan_activity_is_locked(NEW.activity_id)
    THEN
        PERFORM actionplan_refuse('actionplan_responsibility_locked');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE FUNCTION actionplan_lock_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (TG_OP = 'DELETE'
        OR NEW.state <> OLD.state AND NOT (OLD.state = 'adopted' AND NEW.state = 'superseded')
        OR (NEW.plan_id, NEW.slug, NEW.label, NEW.first_year, NEW.last_year)
            IS DISTINCT FROM
            (OLD.plan_id, OLD.slug, OLD.label, OLD.first_year, OLD.last_year))
    THEN
        PERFORM actionplan_refuse('actionplan_planversion_locked');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE FUNCTION actionplan_keep_corrections() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of editorial corrections is kept as it was written'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'actionplan_editorialcorrection_kept';
END $$;

CREATE TRIGGER actionplan_lock_activity
    BEFORE INSERT OR UPDATE OR DELETE ON actionplan_activity
    FOR EACH ROW EXECUTE FUNCTION actionplan_lock_activity();
CREATE TRIGGER actionplan_lock_point
    BEFORE INSERT OR UPDATE OR DELETE ON actionplan_activitypoint
    FOR EACH ROW EXECUTE FUNCTION actionplan_lock_point();
CREATE TRIGGER actionplan_lock_responsibility
    BEFORE INSERT OR UPDATE OR DELETE ON actionplan_responsibility
    FOR EACH ROW EXECUTE FUNCTION actionplan_lock_responsibility();
CREATE TRIGGER actionplan_lock_version
    BEFORE UPDATE OR DELETE ON actionplan_planversion
    FOR EACH ROW EXECUTE FUNCTION actionplan_lock_version();
CREATE TRIGGER actionplan_keep_corrections
    BEFORE UPDATE OR DELETE ON actionplan_editorialcorrection
    FOR EACH ROW EXECUTE FUNCTION actionplan_keep_corrections();
"""

BACKWARD = """
DROP TRIGGER actionplan_lock_activity ON actionplan_activity;
DROP TRIGGER actionplan_lock_point ON actionplan_activitypoint;
DROP TRIGGER actionplan_lock_responsibility ON actionplan_responsibility;
DROP TRIGGER actionplan_lock_version ON actionplan_planversion;
DROP TRIGGER actionplan_keep_corrections ON actionplan_editorialcorrection;
DROP FUNCTION actionplan_lock_activity();
DROP FUNCTION actionplan_lock_point();
DROP FUNCTION actionplan_lock_responsibility();
DROP FUNCTION actionplan_lock_version();
DROP FUNCTION actionplan_keep_corrections();
DROP FUNCTION actionplan_activity_is_locked(bigint);
DROP FUNCTION actionplan_correction_is_open(bigint);
DROP FUNCTION actionplan_version_is_locked(bigint);
DROP FUNCTION actionplan_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [("actionplan", "0001_plan")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

"""What a protected place may not have, where the rule reaches over two tables.

A visit channel is an address by another name, so a protected service has none; and the services of
an organization whose address must never be shown are all protected. Each rule has a trigger on
either table, and answers as a check constraint would.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION resources_no_visit_to_protected_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1
        FROM resources_channel channel
        JOIN resources_service service ON service.id = channel.service_id
        WHERE service.is_protected_place AND channel.kind = 'visit'
        AND (TG_TABLE_NAME = 'resources_channel' AND channel.id = NEW.id
            OR TG_TABLE_NAME = 'resources_service' AND service.id = NEW.id);
    IF FOUND THEN
        RAISE EXCEPTION 'a protected place cannot be visited (resources_channel_no_visit_to_protected_place)'
            USING ERRCODE = 'check_violation',
                CONSTRAINT = 'resources_channel_no_visit_to_protected_place';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION resources_protected_address_has_protected_places() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1
        FROM resources_service service
        JOIN resources_organization organization ON organization.id = service.organization_id
        WHERE organization.has_protected_address AND NOT service.is_protected_place
        AND (TG_TABLE_NAME = 'resources_service' AND service.id = NEW.id
            OR TG_TABLE_NAME = 'resources_organization' AND organization.id = NEW.id);
    IF FOUND THEN
        RAISE EXCEPTION 'a protected organization has protected places only (resources_service_protected_with_organization)'
            USING ERRCODE = 'check_violation',
                CONSTRAINT = 'resources_service_protected_with_organization';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER resources_no_visit_to_protected_place
    AFTER INSERT OR UPDATE ON resources_channel
    FOR EACH ROW EXECUTE FUNCTION resources_no_visit_to_protected_place();
CREATE TRIGGER resources_no_visit_to_protected_place
    AFTER UPDATE OF is_protected_place ON resources_service
    FOR EACH ROW EXECUTE FUNCTION resources_no_visit_to_protected_place();
CREATE TRIGGER resources_protected_address_has_protected_places
    AFTER INSERT OR UPDATE ON resources_service
    FOR EACH ROW EXECUTE FUNCTION resources_protected_address_has_protected_places();
CREATE TRIGGER resources_protected_address_has_protected_places
    AFTER UPDATE OF has_protected_address ON resources_organization
    FOR EACH ROW EXECUTE FUNCTION resources_protected_address_has_protected_places();
"""

BACKWARD = """
DROP TRIGGER resources_no_visit_to_protected_place ON resources_channel;
DROP TRIGGER resources_no_visit_to_protected_place ON resources_service;
DROP TRIGGER resources_protected_address_has_protected_places ON resources_service;
DROP TRIGGER resources_protected_address_has_protected_places ON resources_organization;
DROP FUNCTION resources_no_visit_to_protected_place();
DROP FUNCTION resources_protected_address_has_protected_places();
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0002_registers")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

"""btree_gist lets one exclusion constraint hold an equality and an overlap ("never two at a time")."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [BtreeGistExtension()]

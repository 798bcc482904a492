from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0010_contact_register'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='librarydocument',
            options={'permissions': [('publish_files', 'Kan göra filer och bilder öppna för alla')], 'verbose_name': 'dokument', 'verbose_name_plural': 'dokument'},
        ),
    ]

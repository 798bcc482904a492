import shutil
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Everything that was ever kept beside the pictures that pages show.
FOLDERS = ("documents", "original_images", "wagtail_uploads", "avatar_images")


def move_inside(apps, schema_editor):
    """Take all but public pictures out of the folder that the web server can read."""
    move(Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT), is_private=True)


def move_back(apps, schema_editor):
    move(Path(settings.PRIVATE_ROOT), Path(settings.MEDIA_ROOT), is_private=False)


def move(here, there, *, is_private):
    """Move every file, and raise before the first one if any would overwrite another."""
    pairs = [
        (path, there / path.relative_to(here))
        for folder in FOLDERS
        for path in sorted((here / folder).rglob("*"))
        if path.is_file()
    ]
    taken = [str(path) for path, target in pairs if target.exists()]
    if taken:
        raise RuntimeError(
            f"Finns redan i {there}: {', '.join(taken)}. Jämför, ta bort den ena, och kör igen."
        )
    for path, target in pairs:
        make_folder(target.parent, there, is_private=is_private)
        shutil.move(path, target)
        if is_private:
            target.chmod(0o600)


def make_folder(folder, root, *, is_private):
    """Make a folder and those above it; each is the server's alone where the files are private."""
    folder.mkdir(parents=True, exist_ok=True)
    if not is_private:
        return
    for each in (folder, *folder.parents):
        if root == each or root in each.parents:
            each.chmod(0o700)


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0008_secretaries'),
    ]

    operations = [
        # Pictures that are on public pages already stay so; new ones are for staff.
        migrations.AddField(
            model_name='libraryimage',
            name='audience',
            field=models.CharField(choices=[('staff', 'bara medarbetare'), ('public', 'alla')], default='public', help_text='En bild för bara medarbetare syns inte på sidor som alla kan läsa.', max_length=10, verbose_name='får ses av'),
        ),
        migrations.AlterField(
            model_name='libraryimage',
            name='audience',
            field=models.CharField(choices=[('staff', 'bara medarbetare'), ('public', 'alla')], default='staff', help_text='En bild för bara medarbetare syns inte på sidor som alla kan läsa.', max_length=10, verbose_name='får ses av'),
        ),
        migrations.CreateModel(
            name='EarlierFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='documents', verbose_name='fil')),
                ('version', models.CharField(blank=True, max_length=50, verbose_name='version')),
                ('replaced_at', models.DateTimeField(verbose_name='ersatt')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_files', to='resources.librarydocument')),
            ],
            options={
                'verbose_name': 'tidigare fil',
                'verbose_name_plural': 'tidigare filer',
                'ordering': ['-replaced_at', '-pk'],
            },
        ),
        migrations.RunPython(move_inside, move_back),
    ]

"""A key by which the list of sources is ordered."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0005_sort_names'),
        ('sources', '0001_sources'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='source',
            name='source_of_department',
        ),
        migrations.AddField(
            model_name='source',
            name='sort_name',
            field=models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Lower(models.F('name'), output_field=models.TextField()), models.Value('ä', output_field=models.TextField()), models.Value('ae', output_field=models.TextField()), output_field=models.TextField()), models.Value('ö', output_field=models.TextField()), models.Value('oe', output_field=models.TextField()), output_field=models.TextField()), models.Value('ü', output_field=models.TextField()), models.Value('ue', output_field=models.TextField()), output_field=models.TextField()), models.Value('ß', output_field=models.TextField()), models.Value('ss', output_field=models.TextField()), output_field=models.TextField()), models.Value('àáâãåąçćčďèéêëęěìíîïłñńňòóôõőøřśšşťùúûűůýÿźżž', output_field=models.TextField()), models.Value('aaaaaacccdeeeeeeiiiilnnnoooooorssstuuuuuyyzzz', output_field=models.TextField()), function='TRANSLATE', output_field=models.TextField()), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(fields=['department', 'sort_name'], name='source_of_department'),
        ),
    ]

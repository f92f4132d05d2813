"""A key by which each list of names is ordered (and the permissions that consent brought)."""

import django.contrib.postgres.fields
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0004_consent_permissions'),
    ]

    operations = [
        migrations.AddField(
            model_name='client',
            name='sort_name',
            field=models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Lower(models.F('name'), output_field=models.TextField()), models.Value('ä', output_field=models.TextField()), models.Value('ae', output_field=models.TextField()), output_field=models.TextField()), models.Value('ö', output_field=models.TextField()), models.Value('oe', output_field=models.TextField()), output_field=models.TextField()), models.Value('ü', output_field=models.TextField()), models.Value('ue', output_field=models.TextField()), output_field=models.TextField()), models.Value('ß', output_field=models.TextField()), models.Value('ss', output_field=models.TextField()), output_field=models.TextField()), models.Value('àáâãåąçćčďèéêëęěìíîïłñńňòóôõőøřśšşťùúûűůýÿźżž', output_field=models.TextField()), models.Value('aaaaaacccdeeeeeeiiiilnnnoooooorssstuuuuuyyzzz', output_field=models.TextField()), function='TRANSLATE', output_field=models.TextField()), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='department',
            name='sort_name',
            field=models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Lower(models.F('name'), output_field=models.TextField()), models.Value('ä', output_field=models.TextField()), models.Value('ae', output_field=models.TextField()), output_field=models.TextField()), models.Value('ö', output_field=models.TextField()), models.Value('oe', output_field=models.TextField()), output_field=models.TextField()), models.Value('ü', output_field=models.TextField()), models.Value('ue', output_field=models.TextField()), output_field=models.TextField()), models.Value('ß', output_field=models.TextField()), models.Value('ss', output_field=models.TextField()), output_field=models.TextField()), models.Value('àáâãåąçćčďèéêëęěìíîïłñńňòóôõőøřśšşťùúûűůýÿźżž', output_field=models.TextField()), models.Value('aaaaaacccdeeeeeeiiiilnnnoooooorssstuuuuuyyzzz', output_field=models.TextField()), function='TRANSLATE', output_field=models.TextField()), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='user',
            name='sort_name',
            field=models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Lower(models.F('name'), output_field=models.TextField()), models.Value('ä', output_field=models.TextField()), models.Value('ae', output_field=models.TextField()), output_field=models.TextField()), models.Value('ö', output_field=models.TextField()), models.Value('oe', output_field=models.TextField()), output_field=models.TextField()), models.Value('ü', output_field=models.TextField()), models.Value('ue', output_field=models.TextField()), output_field=models.TextField()), models.Value('ß', output_field=models.TextField()), models.Value('ss', output_field=models.TextField()), output_field=models.TextField()), models.Value('àáâãåąçćčďèéêëęěìíîïłñńňòóôõőøřśšşťùúûűůýÿźżž', output_field=models.TextField()), models.Value('aaaaaacccdeeeeeeiiiilnnnoooooorssstuuuuuyyzzz', output_field=models.TextField()), function='TRANSLATE', output_field=models.TextField()), output_field=models.TextField()),
        ),
        migrations.AlterField(
            model_name='client',
            name='permissions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('catalog.read', 'catalog.read'), ('source.read', 'source.read'), ('source.manage', 'source.manage'), ('scan.run', 'scan.run'), ('field.decide', 'field.decide'), ('finding.read', 'finding.read'), ('finding.handle', 'finding.handle'), ('evidence.read', 'evidence.read'), ('evidence.state', 'evidence.state'), ('people.read', 'people.read'), ('people.manage', 'people.manage'), ('client.manage', 'client.manage'), ('controller.read', 'controller.read'), ('controller.change', 'controller.change'), ('hosting.read', 'hosting.read'), ('outbox.read', 'outbox.read'), ('subject.enrol', 'subject.enrol'), ('subject.join', 'subject.join'), ('subject.find', 'subject.find'), ('subject.erase', 'subject.erase'), ('proof.open', 'proof.open'), ('keys.read', 'keys.read'), ('keys.change', 'keys.change'), ('consent.read', 'consent.read'), ('consent.record', 'consent.record'), ('consent.hook', 'consent.hook')], max_length=40), default=list, size=None),
        ),
    ]

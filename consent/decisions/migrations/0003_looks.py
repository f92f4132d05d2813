"""Who asked for a decision about a person, and why."""

import consent.law.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0002_events_ahead'),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('subject', models.UUIDField()),
                ('purpose', models.UUIDField()),
                ('reason', models.TextField()),
                ('reason_nonce', models.BinaryField(max_length=32)),
                ('by', models.UUIDField()),
                ('at', models.DateTimeField(default=consent.law.clock.now, editable=False)),
            ],
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_review_days'),
        ('incidents', '0002_incident_froze_at'),
        ('moderation', '0005_authors_alike'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(blank=True, editable=False, max_length=40, null=True, unique=True)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('what_for', models.CharField(max_length=400, verbose_name='when to turn to them')),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('web', models.URLField(blank=True, max_length=300)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('hours', models.CharField(blank=True, max_length=120, verbose_name='when they answer')),
                ('place', models.PositiveSmallIntegerField(default=100)),
                ('is_on', models.BooleanField(default=True, verbose_name='offered when somebody is told')),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='last checked')),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'agencies',
                'ordering': ['place', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='agency_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='incidents.incident')),
                ('severity', models.CharField(choices=[('low', 'Low: put right on the day'), ('medium', 'Medium: needs looking into'), ('high', 'High: serious harm, or a risk of it')], max_length=10)),
                ('lawfulness', models.CharField(choices=[('lawful', 'Unacceptable, but not against the law'), ('unsure', 'Not sure yet'), ('possibly_illegal', 'Possibly against the law')], max_length=20)),
                ('is_safe', models.BooleanField(verbose_name='everybody is safe now')),
                ('safety', models.TextField(blank=True, max_length=2000, verbose_name='what was done at once')),
                ('told', models.TextField(blank=True, max_length=2000, verbose_name='who is told')),
                ('words', models.TextField(max_length=5000)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('needs_check', models.BooleanField(default=False)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('check_words', models.TextField(blank=True, max_length=2000)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('checked_at', None), ('checked_by', None)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='assessment_checked_by_somebody'), models.CheckConstraint(condition=models.Q(('checked_by', None), models.Q(('checked_by', models.F('by')), _negated=True), _connector='OR'), name='assessment_checked_by_another')],
            },
        ),
        migrations.CreateModel(
            name='IncidentClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='incidents.incident')),
                ('kind', models.CharField(choices=[('assess', 'First assessment'), ('officer', "Tell the local authority's designated officer"), ('regulator', 'Tell the data-protection regulator, or record why not'), ('complaint', 'Acknowledge the data-protection complaint')], max_length=12)),
                ('from_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('met_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.CharField(blank=True, choices=[('done', 'Done'), ('told', 'They were told'), ('not_needed', 'It was decided that they need not be told')], max_length=12)),
                ('reason', models.TextField(blank=True, max_length=2000)),
                ('warned_at', models.DateTimeField(blank=True, null=True)),
                ('breached_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['due_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('met_at', None)), fields=['due_at'], name='clock_running')],
                'constraints': [models.UniqueConstraint(fields=('incident', 'kind'), name='clock_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['assess', 'officer', 'regulator', 'complaint'])), name='clock_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('decision', ''), ('met_at', None)), models.Q(('met_at__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='clock_met_somehow'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'not_needed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='clock_not_needed_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='incidents.incident')),
                ('words', models.CharField(max_length=300, verbose_name='what is to be done')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('due_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dropped', models.CharField(blank=True, max_length=300, verbose_name='why it is not needed any more')),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['due_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['owner', 'due_at'], name='task_to_do')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='task_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('dropped', '')), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='task_done_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('one', 'other'), name='relation_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='relation_older_first')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='incidents.incident')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('link', 'Link'), ('item', 'Comment, with its thread'), ('picture', 'Picture'), ('pdf', 'PDF')], max_length=10)),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField(blank=True, max_length=20000)),
                ('url', models.URLField(blank=True, max_length=1000)),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moderation.item')),
                ('thread', models.JSONField(blank=True, default=list)),
                ('file_name', models.CharField(blank=True, max_length=150)),
                ('media_type', models.CharField(blank=True, max_length=60)),
                ('size', models.PositiveIntegerField(default=0)),
                ('pages', models.PositiveSmallIntegerField(default=0)),
                ('sha256', models.CharField(max_length=64)),
                ('original', models.BinaryField(blank=True, null=True)),
                ('copy', models.BinaryField(blank=True, null=True)),
                ('scanned_at', models.DateTimeField(blank=True, null=True)),
                ('time_stamp', models.BinaryField(blank=True, null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField()),
                ('set_aside_at', models.DateTimeField(blank=True, null=True)),
                ('set_aside_why', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['added_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['text', 'link', 'item', 'picture', 'pdf'])), name='evidence_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at', None), ('set_aside_why', '')), models.Q(('set_aside_at__isnull', False), models.Q(('set_aside_why', ''), _negated=True)), _connector='OR'), name='evidence_set_aside_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Custody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody', to='incidents.evidence')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('did', models.CharField(choices=[('added', 'Added'), ('viewed', 'Viewed'), ('downloaded', 'Original downloaded'), ('exported', 'Put into an export'), ('checked', 'Checked against its digest'), ('set_aside', 'Set aside')], max_length=12)),
                ('at', models.DateTimeField()),
                ('is_whole', models.BooleanField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'custody',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('did__in', ['added', 'viewed', 'downloaded', 'exported', 'checked', 'set_aside'])), name='custody_known')],
            },
        ),
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='incidents.incident')),
                ('state', models.CharField(choices=[('asked', 'Being made'), ('ready', 'Ready'), ('failed', 'Could not be made'), ('gone', 'Removed after a week')], default='asked', max_length=10)),
                ('recipient', models.CharField(max_length=200, verbose_name='who it is for')),
                ('reason', models.TextField(max_length=2000)),
                ('redactions', models.JSONField(default=dict)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=200)),
                ('content', models.BinaryField(blank=True, null=True)),
                ('passphrase', models.BinaryField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('content__isnull', False), ('made_at__isnull', False), ('passphrase__isnull', False)), _connector='OR'), name='pack_ready_is_there')],
            },
        ),
        migrations.CreateModel(
            name='DeletedPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField()),
                ('deleted_at', models.DateTimeField()),
                ('device', models.CharField(max_length=120, verbose_name='what it was taken with')),
                ('words', models.CharField(max_length=300, verbose_name='what kind of picture, without names')),
                ('from_bin', models.BooleanField(default=False, verbose_name='also from “recently deleted”')),
                ('from_cloud', models.BooleanField(default=False, verbose_name='also from the cloud and backups')),
                ('was_shared', models.BooleanField(default=False, verbose_name='somebody else had it already')),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident')),
            ],
            options={
                'ordering': ['-recorded_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('deleted_at__gte', models.F('taken_at'))), name='picture_deleted_after'), models.CheckConstraint(condition=models.Q(models.Q(('seen_at', None), ('seen_by', None)), models.Q(('seen_at__isnull', False), ('seen_by__isnull', False)), _connector='OR'), name='picture_seen_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='IncidentSettings',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('assess_within', models.DurationField(blank=True, null=True)),
                ('chase_after_days', models.PositiveSmallIntegerField(default=2)),
                ('numbers', models.TextField(blank=True, max_length=1000, verbose_name="the school's own numbers")),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='incident_settings_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Senior',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.PositiveSmallIntegerField(unique=True)),
            ],
            options={
                'ordering': ['place'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='involvement',
            name='involvement_part_known',
        ),
        migrations.RenameField(
            model_name='incident',
            old_name='outcome_text',
            new_name='decision',
        ),
        migrations.AddField(
            model_name='entry',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='incidents.entry'),
        ),
        migrations.AddField(
            model_name='entry',
            name='happened_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='open_to_target',
            field=models.BooleanField(default=False, verbose_name='the person affected by it may read this'),
        ),
        migrations.AddField(
            model_name='entry',
            name='open_to_witness',
            field=models.BooleanField(default=False, verbose_name='those who saw it may read this'),
        ),
        migrations.AddField(
            model_name='entry',
            name='reason',
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='incident',
            name='action',
            field=models.TextField(blank=True, max_length=3000),
        ),
        migrations.AddField(
            model_name='incident',
            name='concern',
            field=models.TextField(blank=True, max_length=3000),
        ),
        migrations.AddField(
            model_name='incident',
            name='danger',
            field=models.BooleanField(default=False, verbose_name='somebody is in danger now'),
        ),
        migrations.AddField(
            model_name='incident',
            name='disciplinary_reference',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='incident',
            name='first',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='incident',
            name='follow_up',
            field=models.TextField(blank=True, max_length=3000),
        ),
        migrations.AddField(
            model_name='incident',
            name='happened_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='incident',
            name='learning',
            field=models.TextField(blank=True, max_length=3000, verbose_name='what we do differently from now on'),
        ),
        migrations.AddField(
            model_name='incident',
            name='public_id',
            field=models.CharField(default='', editable=False, max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='incident',
            name='to_outside',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='incident',
            name='with_administrators',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='incident',
            name='with_leads',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='incident',
            name='with_seniors',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='involvement',
            name='link',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='involvement',
            name='name',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='referral',
            name='answer',
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='referral',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='chase_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='no_answer_needed',
            field=models.CharField(blank=True, max_length=300, verbose_name='why no answer is waited for'),
        ),
        migrations.AddField(
            model_name='referral',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='times_chased',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='entry',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='incidents.incident'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='kind',
            field=models.CharField(choices=[('note', 'Note'), ('contact', 'Conversation or call'), ('decision', 'Decision'), ('assessment', 'First assessment'), ('state', 'Change of state'), ('correction', 'Correction')], max_length=12),
        ),
        migrations.AlterField(
            model_name='incident',
            name='category',
            field=models.CharField(choices=[('mistake', 'A mistake was made (no blame)'), ('offensive', 'Offensive content'), ('harassment', 'Harassment or bullying'), ('discriminatory', 'Discriminatory content'), ('defamatory', 'Defamatory content'), ('data_protection', 'Breach of data protection'), ('data_complaint', 'Complaint about how we use personal data'), ('confidentiality', 'Breach of confidentiality'), ('copyright', 'Breach of copyright'), ('image', 'Concern about an image'), ('disrepute', 'Bringing the school into disrepute'), ('impersonation', 'Somebody pretends to be the school or a person'), ('compromised', 'Account taken over or password known'), ('personal_gain', 'Account used for personal gain'), ('unsafe_contact', 'Unsafe contact with a pupil'), ('safeguarding', 'Safeguarding concern'), ('indecent_image', 'Indecent image of a child'), ('threat_to_life', 'Threat to life'), ('staff', 'Allegation against a member of staff, or abuse by a colleague'), ('other', 'Something else')], max_length=20),
        ),
        migrations.AlterField(
            model_name='incident',
            name='lawfulness',
            field=models.CharField(blank=True, choices=[('lawful', 'Unacceptable, but not against the law'), ('unsure', 'Not sure yet'), ('possibly_illegal', 'Possibly against the law')], max_length=20),
        ),
        migrations.AlterField(
            model_name='incident',
            name='outcome',
            field=models.CharField(blank=True, choices=[('internal', 'Dealt with in school'), ('behaviour_policy', 'Behaviour policy'), ('complaints', 'Complaints procedure'), ('disciplinary', 'Disciplinary policy'), ('police', 'Reported to the police'), ('agency', 'Reported to another agency'), ('no_action', 'No further action')], max_length=20),
        ),
        migrations.AlterField(
            model_name='involvement',
            name='part',
            field=models.CharField(choices=[('handler', 'Handles it'), ('alleged', 'Named in the allegation'), ('conflicted', 'Has a conflict of interest'), ('target', 'Affected by it'), ('witness', 'Saw it'), ('reporter', 'Told us of it'), ('parent', 'Parent or carer'), ('other', 'Other')], max_length=12),
        ),
        migrations.AlterField(
            model_name='involvement',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='referral',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='incidents.incident'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['note', 'contact', 'decision', 'assessment', 'state', 'correction'])), name='entry_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('corrects', None), ('kind', 'correction'), _connector='OR'), name='entry_correction_corrects'),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['handler', 'alleged', 'conflicted', 'target', 'witness', 'reporter', 'parent', 'other'])), name='involvement_part_known'),
        ),
        migrations.RenameField(
            model_name='referral',
            old_name='agency',
            new_name='name',
        ),
        migrations.AlterField(
            model_name='referral',
            name='name',
            field=models.CharField(max_length=120, verbose_name='who was told'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('chase_at__isnull', False)), fields=['chase_at'], name='referral_to_chase'),
        ),
        migrations.AddField(
            model_name='referral',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.agency'),
        ),
    ]

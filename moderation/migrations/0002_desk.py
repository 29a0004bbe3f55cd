"""The desk: authors, posts, triage, words, removals, the ladder, the rota, and the figures (M1-M3, H1-H4, C2, C5).

An item has no index of its own for any foreign key: they were written again with each change of each comment.
"""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


INDEXES = {
    "Item": ("account", "added_by", "batch", "claimed_by", "closed_by", "parent", "responded_by"),
    "ItemStage": ("item",),
}


def drop_indexes(apps, schema_editor):
    """As plain DROPs: an altered field would have SQLite write the whole table again, eight times."""
    for model, fields in INDEXES.items():
        table = apps.get_model("moderation", model)._meta.db_table
        for field in fields:
            name = schema_editor._create_index_name(table, [f"{field}_id"])
            schema_editor.execute(f"DROP INDEX IF EXISTS {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_review_days'),
        ('moderation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('platform', models.CharField(choices=[('facebook', 'Facebook'), ('instagram', 'Instagram'), ('x', 'X'), ('youtube', 'YouTube'), ('tiktok', 'TikTok'), ('linkedin', 'LinkedIn'), ('mastodon', 'Mastodon'), ('bluesky', 'Bluesky'), ('class_dojo', 'ClassDojo'), ('other', 'Another platform')], max_length=20)),
                ('key', models.CharField(max_length=300)),
                ('external_id', models.CharField(blank=True, max_length=255)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('kind', models.CharField(choices=[('unknown', 'Not known'), ('pupil', 'Pupil'), ('parent', 'Parent or carer'), ('staff', 'Member of staff'), ('journalist', 'Journalist'), ('public', 'Member of the public')], default='unknown', max_length=20)),
                ('notes', models.TextField(blank=True)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('platform', 'key'), name='author_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['unknown', 'pupil', 'parent', 'staff', 'journalist', 'public']), models.Q(('key', ''), _negated=True)), name='author_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='ClockVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('content', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=255)),
                ('text', models.TextField(blank=True)),
                ('permalink', models.URLField(blank=True, max_length=1000)),
                ('posted_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'external_id'), name='post_once')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='tag_has_name')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='item',
            name='item_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='itemstage',
            name='item_stage_known',
        ),
        migrations.RemoveConstraint(
            model_name='response',
            name='response_removal_explained',
        ),
        migrations.RemoveIndex(
            model_name='item',
            name='item_queue',
        ),
        migrations.RemoveIndex(
            model_name='item',
            name='item_queue_of_account',
        ),
        migrations.RemoveIndex(
            model_name='item',
            name='item_by_author',
        ),
        migrations.RemoveIndex(
            model_name='item',
            name='item_by_parent',
        ),
        migrations.RemoveField(
            model_name='item',
            name='escalate_slt_at',
        ),
        migrations.RemoveField(
            model_name='item',
            name='escalated_at',
        ),
        migrations.RemoveField(
            model_name='item',
            name='remind_half_at',
        ),
        migrations.RemoveField(
            model_name='item',
            name='remind_two_hours_at',
        ),
        migrations.AddField(
            model_name='item',
            name='author',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='moderation.author'),
        ),
        migrations.AddField(
            model_name='item',
            name='category',
            field=models.CharField(blank=True, choices=[('question', 'Question'), ('praise', 'Thanks or praise'), ('criticism', 'Criticism'), ('complaint', 'Complaint about the school'), ('spam', 'Spam or advertising'), ('offensive', 'Offensive language'), ('discrimination', 'Discrimination or hate'), ('bullying', 'Bullying or harassment'), ('threat', 'Threat'), ('safeguarding', 'Worry about a child'), ('self_harm', 'Self-harm or suicide'), ('personal_data', 'Personal data'), ('other', 'Something else')], max_length=20),
        ),
        migrations.AddField(
            model_name='item',
            name='claimed_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='item',
            name='clock_version',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moderation.clockversion'),
        ),
        migrations.AddField(
            model_name='item',
            name='edited_after',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='edits_after', to='moderation.item'),
        ),
        migrations.AddField(
            model_name='item',
            name='gone_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='item',
            name='gone_because',
            field=models.CharField(blank=True, choices=[('author', 'Withdrawn by its author'), ('us', 'Removed by us'), ('platform', 'Removed by the platform')], max_length=10),
        ),
        migrations.AddField(
            model_name='item',
            name='link_only',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='item',
            name='post',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='moderation.post'),
        ),
        migrations.AddField(
            model_name='item',
            name='priority_acted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='item',
            name='priority_breached_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='item',
            name='priority_due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='item',
            name='priority_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='item',
            name='released_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='item',
            name='tags',
            field=models.ManyToManyField(blank=True, related_name='items', to='moderation.tag'),
        ),
        migrations.AddField(
            model_name='item',
            name='triaged_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='response',
            name='held_back_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='item',
            name='released_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='item',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='item',
            name='severity',
            field=models.PositiveSmallIntegerField(choices=[(0, 'Harmless'), (1, 'Low'), (2, 'Medium'), (3, 'High')], default=0),
        ),
        migrations.AddField(
            model_name='item',
            name='triaged_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='response',
            name='held_back',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='response',
            name='held_back_because',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='response',
            name='house_rule',
            field=models.CharField(blank=True, choices=[('abuse', 'Abuse or insults'), ('bullying', 'Bullying or harassment'), ('discrimination', 'Discrimination or hate'), ('threat', 'Threats'), ('personal_data', "Somebody's personal information"), ('defamation', 'Harmful claims about a person'), ('language', 'Swearing or sexual content'), ('image', 'An image that may not be shown'), ('copyright', "Somebody else's work"), ('spam', 'Spam or advertising'), ('other', 'Another rule')], max_length=20),
        ),
        migrations.AddField(
            model_name='response',
            name='posted_by_name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_indexes, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name='item',
                    name='account',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='accounts.account'),
                ),
                migrations.AlterField(
                    model_name='item',
                    name='added_by',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='item',
                    name='batch',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='moderation.importbatch'),
                ),
                migrations.AlterField(
                    model_name='item',
                    name='claimed_by',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claimed_items', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='item',
                    name='closed_by',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='item',
                    name='parent',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='moderation.item'),
                ),
                migrations.AlterField(
                    model_name='item',
                    name='responded_by',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='itemstage',
                    name='item',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='moderation.item'),
                ),
            ],
        ),
        migrations.AlterField(
            model_name='item',
            name='due_sentence',
            field=models.CharField(blank=True, max_length=600),
        ),
        migrations.AlterField(
            model_name='item',
            name='kind',
            field=models.CharField(choices=[('comment', 'Comment'), ('query', 'Question'), ('complaint', 'Complaint'), ('review', 'Review'), ('message', 'Direct message'), ('mention', 'Mention')], default='comment', max_length=20),
        ),
        migrations.AlterField(
            model_name='itemstage',
            name='stage',
            field=models.CharField(max_length=30),
        ),
        migrations.AlterField(
            model_name='response',
            name='action',
            field=models.CharField(blank=True, choices=[('hide', 'Hide the comment'), ('delete', 'Delete the comment'), ('block', 'Block the author'), ('report', 'Report it to the platform')], max_length=10),
        ),
        migrations.AddField(
            model_name='item',
            name='rank',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(priority_acted_at__isnull=True, priority_due_at__isnull=False, status='open', then=models.Value(0)), models.When(in_figures=True, status='open', then=models.Value(1)), models.When(status='acknowledged', then=models.Value(2)), models.When(status='open', then=models.Value(3)), default=models.Value(None)), output_field=models.PositiveSmallIntegerField(null=True)),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('rank__isnull', False)), fields=['rank', 'due_at', 'id'], name='item_ranked'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('rank__isnull', False)), fields=['account', 'rank', 'due_at', 'id'], name='item_ranked_account'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('claimed_by__isnull', False)), fields=['claimed_by'], name='item_claimed'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(fields=['author', 'received_at'], name='item_by_author_time'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('parent_external_id', ''), _negated=True), fields=['account', 'parent_external_id'], name='item_orphan'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='item_answers'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('post__isnull', False)), fields=['post'], name='item_of_post'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('edited_after__isnull', False)), fields=['edited_after'], name='item_edits_after'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['comment', 'query', 'complaint', 'review', 'message', 'mention'])), name='item_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('priority_due_at', None), ('priority_since__isnull', False), _connector='OR'), name='item_priority_since'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('priority_breached_at', None), ('priority_breached_at', models.F('priority_due_at')), _connector='OR'), name='item_priority_breach_at_due'),
        ),
        migrations.AddConstraint(
            model_name='itemstage',
            constraint=models.CheckConstraint(condition=models.Q(('stage', ''), _negated=True), name='item_stage_named'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'removal'), _negated=True), models.Q(models.Q(('public_explanation', ''), _negated=True), ('action__in', ['hide', 'delete', 'block', 'report']), models.Q(('preserved_digest', ''), _negated=True)), _connector='OR'), name='response_removal_explained'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(('held_back', False), models.Q(models.Q(('held_back_because', ''), _negated=True), ('held_back_by__isnull', False)), _connector='OR'), name='response_held_back_with_reason'),
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_at', models.DateTimeField()),
                ('words', models.TextField()),
                ('recorded_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('upheld', 'It stays removed'), ('overturned', 'It is put back, or the block is lifted')], max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='moderation.response')),
            ],
            options={
                'ordering': ['recorded_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('response',), name='appeal_one_at_a_time'), models.CheckConstraint(condition=models.Q(('decision', ''), models.Q(models.Q(('reason', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='appeal_decided_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Ban',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500)),
                ('banned_at', models.DateTimeField()),
                ('review_on', models.DateField()),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_because', models.CharField(blank=True, max_length=500)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bans', to='accounts.account')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bans', to='moderation.author')),
                ('banned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('response', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bans', to='moderation.response')),
            ],
            options={
                'ordering': ['review_on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('author', 'account'), name='ban_once'), models.CheckConstraint(condition=models.Q(('lifted_at', None), models.Q(('lifted_by__isnull', False), models.Q(('lifted_because', ''), _negated=True)), _connector='OR'), name='ban_lifted_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='BehaviourReferral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=100)),
                ('referred_at', models.DateTimeField()),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='behaviour_referral', to='moderation.item')),
                ('referred_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='behaviour_has_reference')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('how', models.CharField(choices=[('click', 'said so'), ('queue', 'opened the queue after it was fetched')], max_length=10)),
                ('times', models.PositiveIntegerField(default=1)),
                ('first_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='accounts.account')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('account', 'day', 'person', 'how'), name='check_once')],
            },
        ),
        migrations.CreateModel(
            name='Cover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('in_return_for', models.DateField(blank=True, null=True)),
                ('asked_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='accounts.account')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('instead_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['day', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('agreed_at__isnull', False), ('declined_at', None)), fields=('account', 'day'), name='cover_once')],
            },
        ),
        migrations.CreateModel(
            name='DeskSettings',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('priority_minutes', models.PositiveIntegerField(default=120)),
                ('priority_from', models.TimeField(default=datetime.time(7, 0))),
                ('priority_until', models.TimeField(default=datetime.time(21, 0))),
                ('quiet_from', models.TimeField(default=datetime.time(21, 0))),
                ('quiet_until', models.TimeField(default=datetime.time(7, 0))),
                ('claim_minutes', models.PositiveSmallIntegerField(default=10)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='desk_is_one_row'), models.CheckConstraint(condition=models.Q(('priority_from__lt', models.F('priority_until')), ('priority_minutes__gte', 1)), name='desk_priority_hours')],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stages', models.ManyToManyField(related_name='digests', to='moderation.itemstage')),
                ('counts', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('captured_at', models.DateTimeField()),
                ('link_only', models.BooleanField(default=False)),
                ('text', models.TextField(blank=True)),
                ('author_name', models.CharField(blank=True, max_length=255)),
                ('author_external_id', models.CharField(blank=True, max_length=255)),
                ('permalink', models.URLField(blank=True, max_length=1000)),
                ('received_at', models.DateTimeField()),
                ('screenshot', models.BinaryField(blank=True, null=True)),
                ('screenshot_digest', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('captured_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='moderation.item')),
                ('response', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='evidence', to='moderation.response')),
            ],
            options={
                'ordering': ['captured_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('link_only', False), models.Q(('author_external_id', ''), ('author_name', ''), ('screenshot', None), ('text', '')), _connector='OR'), name='evidence_link_only')],
            },
        ),
        migrations.CreateModel(
            name='FeedToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Hint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('question', 'Question'), ('praise', 'Thanks or praise'), ('criticism', 'Criticism'), ('complaint', 'Complaint about the school'), ('spam', 'Spam or advertising'), ('offensive', 'Offensive language'), ('discrimination', 'Discrimination or hate'), ('bullying', 'Bullying or harassment'), ('threat', 'Threat'), ('safeguarding', 'Worry about a child'), ('self_harm', 'Self-harm or suicide'), ('personal_data', 'Personal data'), ('other', 'Something else')], max_length=20)),
                ('term', models.CharField(max_length=100)),
                ('found', models.CharField(blank=True, max_length=200)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hints', to='moderation.item')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('item', 'category', 'term'), name='hint_once')],
            },
        ),
        migrations.CreateModel(
            name='Jotting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=20)),
                ('text', models.TextField()),
                ('seen_revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jottings', to='moderation.item')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'person', 'part'), name='jotting_once')],
            },
        ),
        migrations.CreateModel(
            name='LadderStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=30, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('anchor', models.CharField(choices=[('half', 'when half of the time has passed'), ('before_due', 'before it is due'), ('after_due', 'after it was due'), ('next_working_day', 'at the end of the working day after it was due'), ('priority_set', 'after it came into the priority lane'), ('priority_after_due', 'after its priority target')], max_length=20)),
                ('minutes', models.PositiveIntegerField(default=0)),
                ('whom', models.CharField(choices=[('holder', 'whoever has it, else who runs the account'), ('runners', 'who runs the account'), ('on_rota', 'whoever the rota names for today, else who runs the account'), ('administrators', 'Administrators, or whoever is on call'), ('slt', 'SLT'), ('safeguarding', 'the safeguarding leads')], max_length=20)),
                ('channel', models.CharField(choices=[('portal', 'in the portal'), ('mail', 'in the portal and by e-mail')], default='mail', max_length=10)),
                ('in_quiet_hours', models.BooleanField(default=False)),
                ('is_on', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['anchor', 'minutes', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('anchor__in', ['half', 'before_due', 'after_due', 'next_working_day', 'priority_set', 'priority_after_due']), ('channel__in', ['portal', 'mail']), ('whom__in', ['holder', 'runners', 'on_rota', 'administrators', 'slt', 'safeguarding'])), name='ladder_step_known')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=1000)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='moderation.item')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('item', 'url'), name='link_once')],
            },
        ),
        migrations.CreateModel(
            name='OnCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField()),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['from_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('from_at__lt', models.F('until_at'))), name='on_call_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField()),
                ('draft', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions_asked', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='moderation.item')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('answered_at', None), models.Q(('answer', ''), _negated=True), _connector='OR'), name='opinion_answer_has_words')],
            },
        ),
        migrations.CreateModel(
            name='ParentStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('ask', 'Ask to take it down'), ('invite', 'Invite to talk in person'), ('complaint', 'Complaints procedure')], max_length=20)),
                ('done_on', models.DateField()),
                ('message', models.TextField(blank=True)),
                ('outcome', models.TextField(blank=True)),
                ('settled', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField()),
                ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parent_steps', to='moderation.item')),
            ],
            options={
                'ordering': ['recorded_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('item', 'step'), name='parent_step_once'), models.CheckConstraint(condition=models.Q(('settled', False), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='parent_step_settled_how')],
            },
        ),
        migrations.CreateModel(
            name='Recount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account')),
            ],
        ),
        migrations.CreateModel(
            name='Rollup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('hour', models.PositiveSmallIntegerField()),
                ('received', models.PositiveIntegerField(default=0)),
                ('in_time', models.PositiveIntegerField(default=0)),
                ('late', models.PositiveIntegerField(default=0)),
                ('closed_late', models.PositiveIntegerField(default=0)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rollups', to='accounts.account')),
                ('open', models.PositiveIntegerField(default=0)),
                ('open_late', models.PositiveIntegerField(default=0)),
                ('lane', models.PositiveIntegerField(default=0)),
                ('lane_in_time', models.PositiveIntegerField(default=0)),
                ('lane_late', models.PositiveIntegerField(default=0)),
                ('took_15m', models.PositiveIntegerField(default=0)),
                ('took_30m', models.PositiveIntegerField(default=0)),
                ('took_1h', models.PositiveIntegerField(default=0)),
                ('took_2h', models.PositiveIntegerField(default=0)),
                ('took_4h', models.PositiveIntegerField(default=0)),
                ('took_8h', models.PositiveIntegerField(default=0)),
                ('took_12h', models.PositiveIntegerField(default=0)),
                ('took_24h', models.PositiveIntegerField(default=0)),
                ('took_36h', models.PositiveIntegerField(default=0)),
                ('took_48h', models.PositiveIntegerField(default=0)),
                ('took_72h', models.PositiveIntegerField(default=0)),
                ('took_more', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'account'], name='rollup_by_day'), models.Index(condition=models.Q(('open__gt', 0)), fields=['account'], name='rollup_open')],
                'constraints': [models.UniqueConstraint(fields=('account', 'day', 'hour'), name='rollup_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=1000)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_filters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='saved_filter_once')],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, max_length=60)),
                ('name', models.CharField(max_length=100)),
                ('use', models.CharField(choices=[('acknowledgement', 'Acknowledgement'), ('reply', 'Reply'), ('explanation', 'Public explanation of a removal'), ('parent', 'Step of the path for parents')], max_length=20)),
                ('category', models.CharField(blank=True, choices=[('question', 'Question'), ('praise', 'Thanks or praise'), ('criticism', 'Criticism'), ('complaint', 'Complaint about the school'), ('spam', 'Spam or advertising'), ('offensive', 'Offensive language'), ('discrimination', 'Discrimination or hate'), ('bullying', 'Bullying or harassment'), ('threat', 'Threat'), ('safeguarding', 'Worry about a child'), ('self_harm', 'Self-harm or suicide'), ('personal_data', 'Personal data'), ('other', 'Something else')], max_length=20)),
                ('author_kind', models.CharField(blank=True, choices=[('unknown', 'Not known'), ('pupil', 'Pupil'), ('parent', 'Parent or carer'), ('staff', 'Member of staff'), ('journalist', 'Journalist'), ('public', 'Member of the public')], max_length=20)),
                ('house_rule', models.CharField(blank=True, choices=[('abuse', 'Abuse or insults'), ('bullying', 'Bullying or harassment'), ('discrimination', 'Discrimination or hate'), ('threat', 'Threats'), ('personal_data', "Somebody's personal information"), ('defamation', 'Harmful claims about a person'), ('language', 'Swearing or sexual content'), ('image', 'An image that may not be shown'), ('copyright', "Somebody else's work"), ('spam', 'Spam or advertising'), ('other', 'Another rule')], max_length=20)),
                ('text', models.TextField()),
                ('tone', models.CharField(blank=True, max_length=300)),
                ('is_on', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['use', 'name', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='template_key_once'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='template_has_words')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=100)),
                ('category', models.CharField(choices=[('question', 'Question'), ('praise', 'Thanks or praise'), ('criticism', 'Criticism'), ('complaint', 'Complaint about the school'), ('spam', 'Spam or advertising'), ('offensive', 'Offensive language'), ('discrimination', 'Discrimination or hate'), ('bullying', 'Bullying or harassment'), ('threat', 'Threat'), ('safeguarding', 'Worry about a child'), ('self_harm', 'Self-harm or suicide'), ('personal_data', 'Personal data'), ('other', 'Something else')], max_length=20)),
                ('is_on', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['category', 'words'],
                'constraints': [models.UniqueConstraint(fields=('words', 'category'), name='term_once'), models.CheckConstraint(condition=models.Q(('category__in', ['question', 'praise', 'criticism', 'complaint', 'spam', 'offensive', 'discrimination', 'bullying', 'threat', 'safeguarding', 'self_harm', 'personal_data', 'other']), models.Q(('words', ''), _negated=True)), name='term_known')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='accounts.account')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['weekday', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('account', 'weekday'), name='turn_once'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='turn_weekday')],
            },
        ),
        migrations.CreateModel(
            name='Undo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('before', models.JSONField()),
                ('revision', models.PositiveIntegerField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='undos', to='moderation.item')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('until_at', models.DateTimeField()),
                ('noticed_at', models.DateTimeField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='moderation.item')),
            ],
            options={
                'ordering': ['item', 'number'],
                'constraints': [models.UniqueConstraint(fields=('item', 'number'), name='wording_once')],
            },
        ),
        migrations.CreateModel(
            name='Withheld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('withheld_at', models.DateTimeField()),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withheld', to='moderation.item')),
                ('withheld_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField()),
                ('released_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='moderation.item')),
                ('released_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['released_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('item',), name='release_once'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='release_has_words')],
            },
        ),
        migrations.CreateModel(
            name='Untold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=30)),
                ('items', models.JSONField()),
            ],
        ),
    ]

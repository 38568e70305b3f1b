from typing import Any, ClassVar

from django.db import models


class Entry(models.Model):
    """One thing that happened, written once and kept for good.

    The same rows serve as a need's timeline, the coordinators' audit and the processing
    history that UU PDP 27/2022 gives each person a right to. Plain ids and codes: no
    foreign keys, so that nothing cascades into it, and never personal data. The database
    refuses UPDATE, DELETE and TRUNCATE: migration 0003, not pgtrigger, which a setting opens.
    """

    at = models.DateTimeField(db_default=models.functions.Now(), editable=False)
    action = models.CharField(max_length=40)
    actor_id = models.BigIntegerField(null=True)
    rw_id = models.BigIntegerField(null=True)
    object_kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    # Whose data was looked at or changed, where that is somebody else than the actor.
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes: ClassVar[list[Any]] = [
            models.Index("object_kind", "object_id", "id", name="journal_by_object"),
            models.Index("rw_id", "id", name="journal_by_rw"),
            models.Index(
                "subject_id",
                "id",
                name="journal_by_subject",
                condition=models.Q(subject_id__isnull=False),
            ),
            models.Index(
                "actor_id",
                "id",
                name="journal_by_actor",
                condition=models.Q(actor_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id}"

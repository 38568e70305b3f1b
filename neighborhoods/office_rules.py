"""Who may give, end and hand over which office. Asked again under the RW's lock."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from accounts.models import Resident
from neighborhoods.models import Membership, Office, OfficeQuerySet, RukunTetangga, RukunWarga
from neighborhoods.standing import Standing

HEAD = Office.Post.HEAD
# One holder at a time; of cadres there are many.
SINGLE = (Office.Post.HEAD, Office.Post.SECRETARY, Office.Post.TREASURER)
TERM = relativedelta(years=5)
MOST_TERMS = 2
# A month more than the first reminder of a term that ends.
RENEWED_AHEAD = timedelta(days=60)


def is_rw_wide(actor: Standing, rw_id: int) -> bool:
    return rw_id in actor.covered_rw_ids


def heads(actor: Standing, *, rw_id: int, rt_id: int | None) -> bool:
    """Whether they are its head; a deputy of the head is not."""
    return any(
        (office.rw_id, office.rt_id, office.post, office.is_deputy) == (rw_id, rt_id, HEAD, False)
        for office in actor.offices
    )


def may_appoint(
    actor: Standing, *, rw_id: int, rt_id: int | None, post: str, is_deputy: bool
) -> bool:
    """The RW for all its posts; an RT's head for their helpers and for a deputy of their own."""
    if is_rw_wide(actor, rw_id):
        return True
    return heads(actor, rw_id=rw_id, rt_id=rt_id) and (post != HEAD or is_deputy)


def may_take_on(actor: Standing, *, rw_id: int, rt: RukunTetangga | None, is_deputy: bool) -> bool:
    """The one office that somebody may give themselves.

    The RW's head stands in for an RT's post that nobody holds, as a deputy until a set day.
    """
    return rt is not None and is_deputy and heads(actor, rw_id=rw_id, rt_id=None)


def may_end(actor: Standing, office: Office) -> bool:
    """One's own; those one could give. The RW's own posts only by its head."""
    if office.holder_id == actor.resident.pk:
        return True
    if office.rt_id is None:
        return heads(actor, rw_id=office.rw_id, rt_id=None)
    return may_appoint(
        actor,
        rw_id=office.rw_id,
        rt_id=office.rt_id,
        post=office.post,
        is_deputy=office.is_deputy,
    )


def needs_a_reason(actor: Standing, office: Office) -> bool:
    return office.holder_id != actor.resident.pk


def holders_in(rw: RukunWarga, rt: RukunTetangga | None, post: str) -> OfficeQuerySet:
    """Who holds that very post in force, deputies left out."""
    return Office.objects.in_force().filter(rw=rw, rt=rt, post=post, is_deputy=False)


def is_taken(rw: RukunWarga, rt: RukunTetangga | None, post: str, *, by: Resident) -> bool:
    """By another. Who holds it themselves may be given the next term."""
    return post in SINGLE and holders_in(rw, rt, post).exclude(holder=by).exists()


def gone_heads(rt: RukunTetangga) -> OfficeQuerySet:
    """Heads in office who are no verified residents of the RW any more."""
    lives = Membership.objects.in_force().filter(resident=OuterRef("holder"), rt__rw=rt.rw_id)
    return holders_in(rt.rw, rt, HEAD).exclude(Exists(lives))


def needs_rescue(rt: RukunTetangga) -> bool:
    """No head in force, or one who has gone."""
    present = holders_in(rt.rw, rt, HEAD).exclude(pk__in=gone_heads(rt).values("pk"))
    return not present.exists()


def is_a_rescue(rt: RukunTetangga, successor: Resident, actor: Standing) -> bool:
    """Whether this is a rescue: the RW, an RT whose head has gone, somebody of that RT."""
    return (
        is_rw_wide(actor, rt.rw_id)
        and gone_heads(rt).exists()
        and residents_for(rt.rw_id, rt.pk).filter(pk=successor.pk).exists()
    )


def first_day(
    holder: Resident,
    *,
    rw: RukunWarga,
    rt: RukunTetangga | None,
    post: str,
    is_deputy: bool,
    today: date,
) -> date:
    """Today; for who holds it, once its end is near, the day after: the next term."""
    own = Office.objects.filter(holder=holder, rw=rw, rt=rt, post=post, is_deputy=is_deputy)
    ends = own.filter(ended_at=None, ends_on__gte=today).aggregate(last=Max("ends_on"))["last"]
    return ends + timedelta(days=1) if ends and ends <= today + RENEWED_AHEAD else today


def later_terms(office: Office) -> OfficeQuerySet:
    """Of the same post for the same holder, given ahead."""
    same = Office.objects.filter(
        holder=office.holder_id, rw=office.rw_id, rt=office.rt_id, post=office.post
    )
    return same.filter(is_deputy=False, ended_at=None, starts_on__gt=office.starts_on)


def usual_end(post: str, starts_on: date, *, is_deputy: bool) -> date | None:
    """A head's term; the others stay until it is ended. A deputy's end is always given."""
    return full_term(starts_on) if post == HEAD and not is_deputy else None


def residents_for(rw_id: int, rt_id: int | None = None) -> QuerySet[Resident]:
    """Who can hold an office there: verified, with a phone to sign in, not about to leave."""
    homes = Membership.objects.in_force().filter(resident=OuterRef("pk"), rt__rw=rw_id)
    if rt_id is not None:
        homes = homes.filter(rt=rt_id)
    return Resident.objects.filter(
        Exists(homes), ~Q(phone=None), is_active=True, erase_after=None
    ).order_by("name", "pk")


def full_term(starts_on: date) -> date:
    """The last day of five years."""
    return starts_on + TERM - relativedelta(days=1)


def beyond_the_terms(office: Office) -> bool:
    """A head's third term, or one of more than five years: said, never forbidden."""
    if office.post != HEAD or office.is_deputy:
        return False
    if office.ends_on and office.ends_on > full_term(office.starts_on):
        return True
    terms = Office.objects.filter(
        holder=office.holder_id, rw=office.rw_id, rt=office.rt_id, post=HEAD, is_deputy=False
    )
    return terms.filter(starts_on__lte=office.starts_on).count() > MOST_TERMS

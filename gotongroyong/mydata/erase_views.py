"""'Hapus akun': what happens then, the password once more, and one tap to take it back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import erasure
from accounts.confirming import ConfirmForm
from gotongroyong.mydata.door import for_account_holders
from gotongroyong.mydata.erasing import ask_erasure
from neighborhoods.access import ResidentRequest
from neighborhoods.last_office import HandOverFirst, last_of_rw, office_to_hand_over_first
from web.dates import moment
from web.http import attempt, go_to, render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_account_holders
def erase(request: ResidentRequest) -> HttpResponse:
    form = ConfirmForm(request.POST or None, resident=request.user)
    if request.method == "POST" and form.is_valid():
        thanks = _("Noted. You have seven days to change your mind.")
        attempt(request, lambda: ask_erasure(request.user), thanks)
        return go_to(request, "erase")
    status = 422 if request.method == "POST" else 200
    return render_page(request, "mydata/erase.html", state_of(request, form), status=status)


def state_of(request: ResidentRequest, form: ConfirmForm) -> dict[str, object]:
    person = request.user
    is_last = last_of_rw(person) and not person.erase_after
    return {
        "form": form,
        "when": moment(person.erase_after, request.standing.zone) if person.erase_after else "",
        "hindrance": str(HandOverFirst()) if is_last else "",
        "office": office_to_hand_over_first(person) if is_last else None,
    }


@require_POST
@for_account_holders
def take_back(request: ResidentRequest) -> HttpResponse:
    thanks = _("Your account stays. Good to have you with us!")
    attempt(request, lambda: erasure.take_back(request.user), thanks)
    return go_to(request, "home")

import pytest

from gotongroyong.mailers import mailers_of


@pytest.mark.parametrize(
    ("scheme", "port", "starttls", "encrypted_at_once"),
    [
        ("smtp", 25, False, False),
        ("smtp+tls", 587, True, False),
        ("smtps", 465, False, True),
        ("smtp+ssl", 465, False, True),
    ],
)
def test_each_scheme_has_its_port_and_encryption(
    scheme: str, port: int, starttls: bool, encrypted_at_once: bool
) -> None:
    mailer = mailers_of(f"{scheme}://halo%40rw005:p%2Fw@mail.example")["default"]
    assert mailer["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    options = mailer["OPTIONS"]
    assert (options["host"], options["port"]) == ("mail.example", port)
    assert (options["username"], options["password"]) == ("halo@rw005", "p/w")
    assert (options["use_tls"], options["use_ssl"]) == (starttls, encrypted_at_once)


@pytest.mark.parametrize("scheme", ["smtp", "smtp+tls", "smtps"])
def test_a_port_that_is_named_is_taken(scheme: str) -> None:
    assert mailers_of(f"{scheme}://mail.example:2525")["default"]["OPTIONS"]["port"] == 2525


def test_the_demos_folder_keeps_its_leading_slash() -> None:
    mailer = mailers_of("filemail:///srv/my%20mail")["default"]
    assert mailer["OPTIONS"] == {"file_path": "/srv/my mail"}

"""Mail: to the school's own server, to files without one, and the password sealed."""

import datetime as dates
import socket
import ssl
import stat
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.mail import EmailMessage, get_connection

from audit.models import Event
from core.crypto import cipher
from core.errors import InvalidInput, NotAllowed, WrongState
from school import mail, workflow
from school.models import MailSettings

SECRET = "a-mail-password-to-look-for"
GOOD = {
    "host": "smtp.example",
    "port": 587,
    "security": "starttls",
    "username": "portal",
    "password": SECRET,
    "from_address": "portal@stjudes.example",
}


class Keeper(Handler):
    def __init__(self):
        super().__init__()
        self.kept = []

    def handle_message(self, message):
        self.kept.append(message)


class Server:
    """A real mail server on this machine, for one test."""

    def __init__(self, **options):
        self.handler = Keeper()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = Controller(self.handler, hostname="127.0.0.1", port=self.port, **options)
        self.controller.start()

    def stop(self):
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    @property
    def kept(self):
        return self.handler.kept


@pytest.fixture
def server(request):
    made = []

    def make(**options):
        made.append(Server(**options))
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def files(settings, tmp_path):
    settings.EMAIL_BACKEND = "school.mail.SchoolEmailBackend"
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


def set_mail(actor, **changes):
    return workflow.set_mail(actor=actor, **(GOOD | changes))


def local(actor, port, **changes):
    values = {"host": "127.0.0.1", "port": port, "security": "none", "username": "", "password": ""}
    return set_mail(actor, **(values | changes))


def letter(subject="Something waits"):
    return EmailMessage(subject, "Dear Tom", to=["tom@stjudes.example"])


def send(*letters):
    return get_connection().send_messages(list(letters))


def test_without_settings_each_message_is_a_file_of_its_own(school, files):
    assert send(letter("one"), letter("two")) == 2
    found = sorted(files.iterdir())
    assert [path.suffix for path in found] == [".eml", ".eml"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}
    assert stat.S_IMODE(files.stat().st_mode) == 0o700
    read = message_from_bytes(found[0].read_bytes(), policy=policy.default)
    assert (read["To"], read["From"]) == ("tom@stjudes.example", '"St. Jude\'s" <portal@localhost>')


def test_the_demonstration_s_files_say_so(school, files, settings):
    settings.DEMO = True
    send(letter())
    assert next(files.iterdir()).name.startswith("demo-")


def test_no_file_is_ever_written_over(school, files, monkeypatch):
    class Same:
        hex = "0" * 32

    monkeypatch.setattr(mail.uuid, "uuid4", lambda: Same)
    send(letter())
    before = {path: path.read_bytes() for path in files.iterdir()}
    with pytest.raises(FileExistsError):
        send(letter("another"))
    assert {path: path.read_bytes() for path in files.iterdir()} == before


def test_with_settings_it_goes_to_the_server(admin, files, server):
    here = server()
    local(admin, here.port)
    assert send(letter()) == 1
    assert here.kept[0]["From"] == '"St. Jude\'s" <portal@stjudes.example>'
    assert not files.exists()


def test_settings_taken_away_lead_back_to_files(admin, files, server):
    here = server()
    local(admin, here.port)
    workflow.remove_mail(actor=admin)
    send(letter())
    assert (len(here.kept), len(list(files.iterdir()))) == (0, 1)
    with pytest.raises(WrongState):
        workflow.remove_mail(actor=admin)


def test_the_password_is_sealed_and_on_no_record(admin):
    row = set_mail(admin)
    assert SECRET.encode() not in bytes(row.sealed_password)
    assert SECRET not in str(list(Event.objects.values()))
    assert "smtp.example" not in str(list(Event.objects.values()))
    assert mail.smtp_backend(row).password == SECRET


@pytest.mark.parametrize(
    "change", [{"host": "evil.example"}, {"port": 25}, {"security": "tls"}, {"username": "somebody"}]
)
def test_the_old_password_goes_to_no_other_server(admin, change):
    set_mail(admin)
    with pytest.raises(InvalidInput) as refusal:
        set_mail(admin, password="", **change)
    assert refusal.value.field == "password"
    row = MailSettings.objects.get()
    for name, value in change.items():
        setattr(row, name, value)
    with pytest.raises(cipher.CannotOpen):
        mail.smtp_backend(row)


def test_the_old_password_stays_where_the_server_does(admin):
    set_mail(admin)
    row = set_mail(admin, password="", from_address="office@stjudes.example")
    assert mail.smtp_backend(row).password == SECRET


def test_without_a_user_name_no_password_is_kept(admin):
    set_mail(admin)
    assert set_mail(admin, username="", password="").sealed_password is None


@pytest.mark.parametrize("who", ["head", "teacher", "volunteer", "chair"])
def test_only_administrators_change_it(request, school, who):
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        set_mail(actor)
    assert not MailSettings.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"host": "smtp example"}, "host"),
        ({"host": "smtp.example\r\nRCPT"}, "host"),
        ({"port": 0}, "port"),
        ({"port": 65536}, "port"),
        ({"security": "hope"}, "security"),
        ({"security": "none"}, "security"),
        ({"from_address": "portal"}, "from_address"),
        ({"password": ""}, "password"),
    ],
)
def test_what_cannot_work_is_refused(admin, change, field):
    with pytest.raises(InvalidInput) as refusal:
        set_mail(admin, **change)
    assert refusal.value.field == field
    assert not MailSettings.objects.exists()


def test_a_test_message_goes_to_oneself_and_is_on_the_record(admin, server):
    here = server()
    local(admin, here.port)
    answer = workflow.send_test_message(actor=admin, to=admin.email, school_name="St. Jude's")
    assert answer.went
    assert here.kept[0]["To"] == admin.email
    assert Event.objects.get(verb="school.test_mail").data == {"went": True}


def try_it(actor):
    answer = workflow.send_test_message(actor=actor, to=actor.email, school_name="St. Jude's")
    assert not answer.went
    return answer.sentence


def test_only_an_administrator_sends_one(head, admin, server):
    local(admin, server().port)
    with pytest.raises(NotAllowed):
        try_it(head)


def test_there_must_be_a_server_to_test(admin):
    with pytest.raises(WrongState):
        try_it(admin)


def test_a_wrong_password_is_told_in_the_server_s_words(admin, server):
    here = server(
        authenticator=lambda *a: AuthResult(success=False, handled=False, message="535 5.7.8 No such user"),
        auth_require_tls=False,
    )
    local(admin, here.port, username="portal", password=SECRET)
    sentence = try_it(admin)
    assert "did not accept the user name and password" in sentence
    assert "535" in sentence
    assert SECRET not in sentence


def test_a_server_without_protection_is_not_used_with_it(admin, server):
    local(admin, server().port, security="starttls")
    assert "does not offer" in try_it(admin)


def test_a_certificate_of_its_own_making_is_refused(admin, server, tmp_path):
    local(admin, server(tls_context=own_certificate(tmp_path)).port, security="starttls", host="localhost")
    assert "certificate of localhost is not in order" in try_it(admin)


def test_nothing_there_is_said_plainly(admin, server):
    here = server()
    local(admin, here.port)
    here.stop()
    assert "Nothing at 127.0.0.1" in try_it(admin)


def test_an_unknown_server_is_said_plainly(admin, monkeypatch):
    set_mail(admin, host="no-such-server.invalid")
    assert "No server called no-such-server.invalid" in try_it(admin)


def test_a_server_that_says_nothing_is_not_waited_for_long(admin, settings):
    settings.EMAIL_TIMEOUT = 0.2
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        local(admin, silent.getsockname()[1])
        began = dates.datetime.now(dates.UTC)
        assert "did not answer" in try_it(admin)
        assert (dates.datetime.now(dates.UTC) - began).total_seconds() < 5


def own_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dates.datetime.now(dates.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dates.timedelta(days=1))
        .not_valid_after(now + dates.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "own.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context

"""Promises of the architecture that only reading the tree can keep."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from stjudes_portal.environment import ROOT

ROOMS = (
    *("stjudes_portal", "incidents", "moderation", "applications", "accounts"),
    *("policy", "people", "school", "notifications", "audit", "core"),
)


@cache
def sources() -> dict[str, ast.Module]:
    """Our own code, without tests and migrations, by its path."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if not {"tests", "migrations", "conftest.py"} & set(path.relative_to(ROOT).parts):
                found[str(path.relative_to(ROOT))] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@cache
def words() -> dict[str, str]:
    """The same, as text without comments."""
    return {path: ast.unparse(tree) for path, tree in sources().items()}


def nodes(kind: type) -> Iterator[tuple[str, ast.AST]]:
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield path, node


def templates() -> dict[str, str]:
    return {
        str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in sorted((ROOT / "templates").rglob("*.html"))
    }


def test_only_the_audit_room_assigns_a_status() -> None:
    assigned = [
        f"{path}:{target.lineno}"
        for path, node in nodes(ast.Assign)
        for target in node.targets  # type: ignore[attr-defined]
        if isinstance(target, ast.Attribute) and target.attr == "status"
    ]
    updated = [
        f"{path}:{node.lineno}"  # type: ignore[attr-defined]
        for path, node in nodes(ast.Call)
        if isinstance(node.func, ast.Attribute)  # type: ignore[attr-defined]
        and node.func.attr == "update"  # type: ignore[attr-defined]
        and any(keyword.arg == "status" for keyword in node.keywords)  # type: ignore[attr-defined]
    ]
    assert [place for place in assigned + updated if not place.startswith("audit/")] == []


def _called(function: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
                names.add(f"{owner}.{node.func.attr}")
                names.add(node.func.attr)
            elif isinstance(node.func, ast.Name):
                names.add(node.func.id)
    return names


def _verbs() -> list[tuple[str, str, ast.FunctionDef]]:
    return [
        (path, node.name, node)
        for path, node in nodes(ast.FunctionDef)
        if isinstance(node, ast.FunctionDef)
        and any("audit.verb" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]


# Verbs that are asked for by nobody but the portal itself, or whose asking is the credential itself.
WITHOUT_A_RULE = {
    "accounts.vault.note_failure": "follows a reveal, which has asked",
    "school.record_test": "only writes down that a test message was sent, which has asked",
    "people._accept": "the token of the invitation is what allows it",
    "people.set_up_school": "the one-time code of the terminal is what allows it",
}


def test_every_verb_asks_its_rule() -> None:
    """`rules.require` is called by the verb itself, or by a helper of its room that it calls."""
    functions: dict[str, dict[str, set[str]]] = {}
    for path, node in nodes(ast.FunctionDef):
        room = path.split("/workflow")[0].rsplit("/", 1)[0] if "workflow" not in path else path.split("/workflow")[0]
        functions.setdefault(room, {}).setdefault(node.name, set()).update(_called(node))  # type: ignore[attr-defined]

    def asks(room: str, name: str, seen: frozenset[str] = frozenset()) -> bool:
        called = functions[room].get(name, set())
        if "rules.require" in called or "rules.ask" in called:
            return True
        return any(asks(room, one, seen | {name}) for one in called if one in functions[room] and one not in seen)

    unasked = []
    for path, name, _ in _verbs():
        room = path.split("/workflow")[0].removesuffix(".py")
        if f"{room.replace('/', '.')}.{name}" in WITHOUT_A_RULE:
            continue
        if not asks(room, name):
            unasked.append(f"{path}: {name}")
    assert unasked == []


def test_a_verb_lives_in_a_workflow() -> None:
    assert [path for path, _, _ in _verbs() if "workflow" not in path] == []


@pytest.mark.parametrize("word", ["has_perm", "is_superuser", "is_staff", "user_passes_test", "permission_required"])
def test_no_guard_asks_djangos_permissions(word: str) -> None:
    used = [path for path, text in words().items() if re.search(rf"\b{word}\b", text)]
    assert used == []


@pytest.mark.parametrize("signal", ["pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"])
def test_no_model_signal_does_the_work_of_a_verb(signal: str) -> None:
    assert [path for path, text in words().items() if signal in text] == []


def test_only_the_clock_tells_the_time() -> None:
    """Sessions and deadlines of processes count real seconds; everything else asks `core.clock`."""
    allowed = (
        *("core/clock.py", "stjudes_portal/run/"),
        *("people/fresh.py", "people/middleware.py", "people/sessions.py"),  # sessions expire by Django's own clock
    )
    asked = [
        f"{path}:{node.lineno}"  # type: ignore[attr-defined]
        for path, node in nodes(ast.Call)
        if re.fullmatch(
            r"(datetime\.)?(datetime|date)\.(now|utcnow|today)|timezone\.(now|localdate)|time\.time",
            ast.unparse(node.func),  # type: ignore[attr-defined]
        )
        and not path.startswith(allowed)
    ]
    assert asked == []


def test_weak_random_numbers_make_nothing_but_the_demonstration() -> None:
    imported = [
        path
        for path, node in nodes(ast.Import)
        if any(alias.name == "random" for alias in node.names)  # type: ignore[attr-defined]
    ]
    assert [path for path in imported if not path.startswith("stjudes_portal/demo/")] == []


INLINE = re.compile(r"""<[^>]*\s(style|on[a-z]+)\s*=\s*["']|<style\b|<script(?![^>]*\bsrc=)(?![^>]*application/json)""")


def test_no_template_needs_an_inline_style_or_script() -> None:
    assert [path for path, text in templates().items() if INLINE.search(text)] == []


def test_no_template_switches_escaping_off() -> None:
    off = re.compile(r"\|\s*safe\b|autoescape off|\|\s*safeseq\b")
    # A form's hints are written in our code, never by a person who uses it.
    hints = {"templates/bootstrap5/layout/help_text.html"}
    assert [path for path, text in templates().items() if off.search(text) and path not in hints] == []


def test_every_link_to_a_file_of_ours_goes_through_static() -> None:
    raw = re.compile(r"""(src|href)=["']/?static/""")
    assert [path for path, text in templates().items() if raw.search(text)] == []


def test_nothing_is_loaded_from_another_site() -> None:
    outside = re.compile(r"""<(script|link|img|iframe)[^>]*(src|href)=["'](https?:)?//""")
    assert [path for path, text in templates().items() if outside.search(text)] == []


def test_no_third_partys_file_is_in_the_tree() -> None:
    large = [str(p.relative_to(ROOT)) for p in (ROOT / "static").rglob("*") if p.is_file() and ".min." in p.name]
    assert large == []


def test_the_docs_link_to_what_is_there() -> None:
    broken = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http", "mailto:")) and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []

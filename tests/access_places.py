"""With which arguments each address of the access table is asked: the things of the world that the roles look for."""

from typing import Any

from tests.world import World


def kwargs_of(name: str, world: World) -> dict[str, Any]:
    """The thing that the address is about."""
    room, _, stem = name.partition(":")
    if name in OTHERS:
        return OTHERS[name](world)
    if not stem or stem in LISTS:
        return {}
    if room == "incidents":
        return {"ref": world.incident.public_id}
    things: dict[str, Any] = {
        "people": world.people["teacher2"],
        "notifications": world.notification,
        "personal": world.personal,
        "accounts": world.being_created if stem in CHECKLIST else world.account,
        "vault": world.account if stem in ("of_account", "store") else world.credential,
        "applications": world.draft if stem in DRAFT else world.waiting,
        "moderation": world.batch if stem.startswith("import_") else world.item,
        "guidance": world.session,
        "handovers": world.handover,
    }
    return {"pk": things[room].pk}


# Addresses of a whole room, without a thing of their own.
LISTS = {
    *("index", "list", "queue", "start", "settings", "report", "figures", "definitions"),
    *("readiness_csv", "remind_unready"),
    *("declare", "add_person", "add_item", "import_start", "set_up", "mark_all_read"),
    *("change_details", "require_approvals", "days_off", "mail", "remove_mail", "test_mail"),
    *("add_page", "for_families", "families_paper", "sessions", "sessions_csv", "record_session"),
    *("absences", "staff_list", "staff_list_template", "invite_waiting"),
    *("read", "acknowledge", "draft", "publish", "discard_draft", "readiness", "remind"),
    *("compare", "review", "mine", "declare", "readiness_download"),
}
CHECKLIST = {"provision", "tick_step", "untick_step", "record_address", "finish_provisioning", "start_provisioning"}
DRAFT = {"write", "submit"}

OTHERS: dict[str, Any] = {
    **{f"incidents:{stem}": lambda world: {} for stem in ("themes", "themes_csv")},
    **{
        f"moderation:{stem}": lambda world: {}
        for stem in ("on_it", "several", "undo_several", "saved_filters", "save_filter", "tags", "lists")
    },
    **{f"moderation:{stem}": lambda world: {"pk": world.saved.pk} for stem in ("rename_filter", "remove_filter")},
    **{f"moderation:{stem}": lambda world: {"pk": world.tag.pk} for stem in ("change_tag", "remove_tag")},
    "moderation:untag": lambda world: {"pk": world.item.pk, "tag_pk": world.tag.pk},
    **{
        f"moderation:{stem}": lambda world: {}
        for stem in ("authors", "word_list", "try_text", "add_term", "switch_term")
    },
    **{
        f"moderation:{stem}": lambda world: {"pk": world.item.author_id}
        for stem in ("author", "judge_author", "not_the_same")
    },
    **{f"moderation:{stem}": lambda world: {} for stem in ("templates", "add_template", "parents")},
    **{
        f"moderation:{stem}": lambda world: {"ref": "reply-praise"}
        for stem in ("template", "switch_template", "restore_template")
    },
    **{f"moderation:{stem}": lambda world: {"pk": world.opinion.pk} for stem in ("opinion", "withdraw_opinion")},
    "handovers:index_csv": lambda world: {},
    "handovers:open_handover": lambda world: {"pk": world.account.pk},
    **{
        f"handovers:{stem}": lambda world: {"pk": world.asked.pk}
        for stem in (
            *("accept", "decline", "tick", "untick", "pass_on_work", "end_grants"),
            *("send_to_confirm", "confirm", "send_back"),
        )
    },
    **{f"vault:{stem}": lambda world: {} for stem in ("grants", "to_change", "mine", "mine_csv", "key", "key_sheet")},
    **{f"vault:{stem}": lambda world: {"pk": world.people["teacher2"].pk} for stem in ("person", "person_csv")},
    **{f"moderation:{stem}": lambda world: {} for stem in ("rota", "checks", "feed_address")},
    **{
        f"moderation:{stem}": lambda world: {"pk": world.account.pk}
        for stem in ("set_week", "ask_cover", "take_day", "check")
    },
    **{
        f"moderation:{stem}": lambda world: {"pk": world.cover.pk}
        for stem in ("agree_cover", "decline_cover", "withdraw_cover")
    },
    "moderation:feed": lambda world: {"token": "unknown"},
    **{f"moderation:{stem}": lambda world: {} for stem in ("escalation", "add_step", "change_desk", "name_on_call")},
    **{f"moderation:{stem}": lambda world: {"pk": world.step.pk} for stem in ("change_step", "switch_step")},
    **{f"moderation:{stem}": lambda world: {"pk": world.digest.pk} for stem in ("digest", "see_to")},
    "moderation:end_on_call": lambda world: {"pk": world.on_call.pk},
    "vault:current_code": lambda world: {"pk": world.seed.pk},
    "vault:recovery_codes": lambda world: {"pk": world.code_set.pk},
    "vault:use_recovery_code": lambda world: {"pk": world.code_set.pk, "place": 1},
    "vault:end_grant": lambda world: {"pk": world.grant.pk},
    "people:your_sign_in": lambda world: {},
    "people:end_other_sessions": lambda world: {},
    "people:unlink_sign_in": lambda world: {},
    "people:end_session": lambda world: {"handle": "0123456789abcdef0123"},
    "people:step_reset": lambda world: {"pk": world.step_reset.pk},
    "people:agree_step_reset": lambda world: {"pk": world.step_reset.pk},
    "people:refuse_step_reset": lambda world: {"pk": world.step_reset.pk},
    "accounts:register_csv": lambda world: {},
    "accounts:reviews": lambda world: {},
    "accounts:review": lambda world: {"pk": world.account.pk},
    "accounts:checklists": lambda world: {},
    **{
        f"accounts:{stem}": lambda world: {"platform": "facebook", "purpose": "close"}
        for stem in ("checklist", "add_checklist_step", "restore_checklist")
    },
    **{
        f"accounts:{stem}_checklist_step": lambda world: {"platform": "facebook", "purpose": "close", "key": "name"}
        for stem in ("change", "move", "remove")
    },
    **{f"accounts:{stem}": lambda world: {"pk": world.suspended.pk} for stem in ("resume", "hacked")},
    **{
        f"accounts:{stem}": lambda world: {"pk": world.closing.pk}
        for stem in ("closing", "prepare_closing", "retire_secrets", "finish_closing", "call_off_closing")
    },
    **{
        f"accounts:{stem}": lambda world: {"pk": world.account.pk, "person": world.people["teacher2"].pk}
        for stem in ("remove_runner", "change_lead")
    },
    "moderation:jot": lambda world: {"pk": world.item.pk, "part": "reply"},
    "moderation:undo": lambda world: {},
    "moderation:acknowledge": lambda world: {"pk": world.item.pk},
    **{f"official:{stem}": lambda world: {} for stem in ("index", "accounts_json", "check_json")},
    "official:poster": lambda world: {"pk": world.account.pk},
    "account_reset_password_from_key": lambda world: {"uidb36": "1", "key": "set-password"},
    "mfa_remove_webauthn": lambda world: {"pk": 1},
    "mfa_edit_webauthn": lambda world: {"pk": 1},
    **{
        f"people:staff_list_{stem}": lambda world: {"pk": world.staff_list.pk}
        for stem in ("preview", "add", "rejected", "leave")
    },
    "people:end_absence": lambda world: {"pk": world.absence.pk},
    "people:accept_invitation": lambda world: {"token": "no-such-token"},
    "people:grant_role": lambda world: {"pk": world.people["teacher2"].pk, "role": "governor"},
    "people:revoke_role": lambda world: {"pk": world.people["teacher2"].pk, "role": "staff"},
    "school:choose_reading": lambda world: {"which": "friday"},
    "school:remove_day_off": lambda world: {"pk": world.day_off.pk},
    **{f"school:{stem}": lambda world: {} for stem in ("terms", "add_usual_terms")},
    **{f"school:{stem}": lambda world: {"pk": world.term.pk} for stem in ("change_term", "remove_term")},
    **{f"moderation:figures_{stem}": lambda world: {} for stem in ("csv", "paper", "definitions")},
    **{
        f"courses:{stem}": lambda world: {}
        for stem in (
            *("create_course", "add_starter_course", "record_attendance", "due", "due_csv", "chase"),
            "check_certificate",
        )
    },
    **{
        f"courses:{stem}": lambda world: {"pk": world.course.pk}
        for stem in (
            *("course", "start_attempt", "edit", "change_course", "add_page", "add_question"),
            *("publish_course", "retire_course"),
        )
    },
    "courses:page": lambda world: {"pk": world.course.pk, "number": 1},
    "courses:attempt": lambda world: {"pk": world.attempt.pk},
    "courses:certificate": lambda world: {"pk": world.training.pk},
    "courses:change_page": lambda world: {"pk": world.course.pages.get().pk},
    "courses:remove_page": lambda world: {"pk": world.course.pages.get().pk},
    "courses:move_page": lambda world: {"pk": world.course.pages.get().pk, "way": "up"},
    "courses:change_question": lambda world: {"pk": world.course.questions.get().pk},
    "policy:version": lambda world: {"number": world.version.number},
    "policy:version_paper": lambda world: {"number": world.version.number},
    "policy:receipt": lambda world: {"pk": world.acknowledgement.pk},
    "policy:receipt_paper": lambda world: {"pk": world.acknowledgement.pk},
    "policy:declaration": lambda world: {"pk": world.declaration.pk},
    "policy:declaration_paper": lambda world: {"pk": world.declaration.pk},
    "policy:remind_person": lambda world: {"pk": world.people["teacher2"].pk},
    "policy:training": lambda world: {"pk": world.people["teacher2"].pk},
    "policy:strike_training": lambda world: {"pk": world.training.pk},
    **{
        f"guidance:{stem}": lambda world: {"slug": world.guidance.slug}
        for stem in ("page", "edit", "take_away", "history", "compare")
    },
    "guidance:edition": lambda world: {"slug": world.guidance.slug, "number": 1},
    "guidance:restore": lambda world: {"slug": world.guidance.slug, "number": 1},
    "applications:save_point": lambda world: {"pk": world.draft.pk, "point": "aim"},
    "applications:revision": lambda world: {"pk": world.waiting.pk, "number": 1},
    **{f"moderation:{stem}": lambda world: {"pk": world.item.pk} for stem in ("remove", "mark_link_only")},
    **{f"moderation:{stem}": lambda world: {"pk": world.hidden.pk} for stem in ("withheld", "clear_link_only")},
    **{
        f"moderation:{stem}": lambda world: {"pk": world.removal.item_id, "response_pk": world.removal.pk}
        for stem in ("confirm_done", "drop_removal", "hold_back", "explain_now")
    },
    "moderation:record_appeal": lambda world: {"pk": world.blocked.item_id, "response_pk": world.blocked.pk},
    "moderation:decide_appeal": lambda world: {"pk": world.appeal.pk},
    **{
        f"moderation:{stem}": lambda world: {"pk": world.evidence.item_id, "evidence_pk": world.evidence.pk}
        for stem in ("evidence", "check_evidence", "screenshot")
    },
    "moderation:bans": lambda world: {},
    **{f"moderation:{stem}": lambda world: {"pk": world.ban.pk} for stem in ("keep_ban", "lift_ban")},
    "moderation:confirm_posted": lambda world: {"pk": world.item.pk, "response_pk": world.response.pk},
    "moderation:drop_response": lambda world: {"pk": world.item.pk, "response_pk": world.response.pk},
    "incidents:change_settings": lambda world: {},
    **{
        f"incidents:{stem}": lambda world: {"person_pk": world.people["deputy"].pk}
        for stem in ("order_seniors", "name_head")
    },
    **{
        f"incidents:{stem}": lambda world: {}
        for stem in ("report_mistake", "deleted_pictures", "record_deleted_picture")
    },
    **{
        f"incidents:{stem}": lambda world: {"pk": world.deleted_picture.pk}
        for stem in ("mark_picture_seen", "report_deleted_picture")
    },
    "incidents:report_from_item": lambda world: {"pk": world.item.pk},
    "incidents:report_compromise": lambda world: {"pk": world.account.pk},
    "incidents:after_compromise": lambda world: {"pk": world.account.pk},
    **{
        f"incidents:{stem}": lambda world: {"ref": world.incident.public_id, "pk": world.piece.pk}
        for stem in ("evidence", "evidence_copy", "evidence_original", "check_evidence", "set_aside_evidence")
    },
    "incidents:evidence_picture": lambda world: {
        "ref": world.incident.public_id,
        "pk": world.piece.pk,
        "number": 1,
    },
    **{
        f"incidents:{stem}": lambda world: {"ref": world.incident.public_id, "pk": world.pack.pk}
        for stem in ("pack", "pack_again", "pack_download", "pack_passphrase")
    },
    "incidents:correct_entry": lambda world: {"ref": world.incident.public_id, "entry_pk": world.entry.pk},
    **{
        f"incidents:{stem}": lambda world: {"ref": world.incident.public_id, "task_pk": world.task.pk}
        for stem in ("give_task", "finish_task", "drop_task")
    },
    "incidents:unlink": lambda world: {"ref": world.incident.public_id, "relation_pk": world.relation.pk},
    **{f"incidents:{stem}": lambda world: {} for stem in ("agencies", "add_agency")},
    **{
        f"incidents:{stem}": lambda world: {"pk": world.referral.agency_id}
        for stem in ("change_agency", "switch_agency", "check_agency")
    },
    **{
        f"incidents:{stem}": lambda world: {"ref": world.incident.public_id, "referral_pk": world.referral.pk}
        for stem in ("chase", "record_answer", "expect_no_answer", "correct_referral")
    },
    **{
        f"incidents:{stem}": lambda world: {"ref": world.incident.public_id, "kind": "regulator"}
        for stem in ("record_duty", "waive_duty")
    },
    "incidents:end_part": lambda world: {"ref": world.incident.public_id, "involvement_pk": world.part.pk},
}

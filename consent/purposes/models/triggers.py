"""What PostgreSQL itself refuses: changing what was advised on, decided or published, and leaving consent unsaid."""

import pgtrigger

_REFUSE = "RAISE EXCEPTION '%s' USING ERRCODE = 'check_violation';"

# The opinion and the decision are about these words; whoever wants others drafts a new version
words_frozen = pgtrigger.Trigger(
    name="words_frozen",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(
        "OLD.opinion_at IS NOT NULL AND (OLD.purpose_id, OLD.number, OLD.art6, OLD.art9, OLD.art10_law, OLD.law,"
        " OLD.contract, OLD.balancing_id, OLD.freedom_to_refuse, OLD.categories, OLD.subjects,"
        " OLD.direct_marketing, OLD.for_children, OLD.legal_claims, OLD.automated, OLD.consent_days,"
        " OLD.bundled_with_contract, OLD.professional_secrecy, OLD.non_profit_members_only, OLD.public_task,"
        " OLD.drafted_by, OLD.asked_at, OLD.opinion_by, OLD.opinion_at, OLD.opinion_favourable, OLD.opinion) IS DISTINCT FROM (NEW.purpose_id, NEW.number, NEW.art6, NEW.art9, NEW.art10_law, NEW.law,"
        " NEW.contract, NEW.balancing_id, NEW.freedom_to_refuse, NEW.categories, NEW.subjects,"
        " NEW.direct_marketing, NEW.for_children, NEW.legal_claims, NEW.automated, NEW.consent_days,"
        " NEW.bundled_with_contract, NEW.professional_secrecy, NEW.non_profit_members_only, NEW.public_task,"
        " NEW.drafted_by, NEW.asked_at, NEW.opinion_by, NEW.opinion_at, NEW.opinion_favourable, NEW.opinion)"
    ),
    func=_REFUSE % "The opinion was given on these words: draft a new version.",
)

# A decision stays; of one in force only its end may still be set
decided_kept = pgtrigger.Trigger(
    name="decided_kept",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(
        "OLD.decided_at IS NOT NULL AND (OLD.decided_by, OLD.decided_at, OLD.accepted, OLD.decision_reason,"
        " OLD.in_force_from, OLD.consent_left_because) IS DISTINCT FROM (NEW.decided_by, NEW.decided_at,"
        " NEW.accepted, NEW.decision_reason, NEW.in_force_from, NEW.consent_left_because)"
    ),
    func=_REFUSE % "A decision is kept as it was made: draft a new version.",
)

# Art. 7(3) GDPR: whoever withdrew must not find the same purpose on another basis without a record why
consent_not_replaced = pgtrigger.Trigger(
    name="consent_not_replaced",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(
        "NEW.accepted AND NEW.consent_left_because = '' AND NEW.art6 <> '6-1-a' AND NEW.art9 <> '9-2-a'"
    ),
    func=(
        "IF EXISTS (SELECT 1 FROM purposes_purposeversion AS held WHERE held.purpose_id = NEW.purpose_id"
        " AND held.number < NEW.number AND held.accepted AND (held.art6 = '6-1-a' OR held.art9 = '9-2-a')) THEN "
        "RAISE EXCEPTION 'This purpose rested on consent: consent_left_because must say why it no longer does.' USING ERRCODE = 'check_violation';"
        " END IF; RETURN NEW;"
    ),
)

recipients_frozen = pgtrigger.Trigger(
    name="recipients_frozen",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=(
        "IF EXISTS (SELECT 1 FROM purposes_purposeversion AS held WHERE held.opinion_at IS NOT NULL"
        " AND held.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END) THEN "
        "RAISE EXCEPTION 'The opinion was given on these recipients: draft a new version.' USING ERRCODE = 'check_violation';"
        " END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    ),
)

# Otherwise a purpose could be given another kind after a refusal, and the refusal would no longer find it
purpose_kept = pgtrigger.Trigger(
    name="purpose_kept",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(
        "OLD.id = NEW.id AND (OLD.key, OLD.kinds, OLD.name_de, OLD.name_en, OLD.description_de, OLD.description_en) IS DISTINCT FROM"
        " (NEW.key, NEW.kinds, NEW.name_de, NEW.name_en, NEW.description_de, NEW.description_en)"
    ),
    func=(
        "IF EXISTS (SELECT 1 FROM purposes_purposeversion AS held WHERE held.purpose_id = OLD.id"
        " AND held.opinion_at IS NOT NULL) THEN "
        "RAISE EXCEPTION 'An opinion was given on this purpose: propose another one.' USING ERRCODE = 'check_violation';"
        " END IF; RETURN NEW;"
    ),
)

balancing_frozen = pgtrigger.Trigger(
    name="balancing_frozen",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=(
        "IF EXISTS (SELECT 1 FROM purposes_purposeversion AS held WHERE held.balancing_id = OLD.id"
        " AND held.opinion_at IS NOT NULL) THEN "
        "RAISE EXCEPTION 'The opinion was given on this balancing test: draft a new version.' USING ERRCODE = 'check_violation';"
        " END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    ),
)

# A decision that was once right under it must replay
difference_kept = pgtrigger.Protect(name="difference_kept", operation=pgtrigger.Update | pgtrigger.Delete)

# Consents point to what was shown; from publication on it is what it was
published_kept = pgtrigger.Trigger(
    name="published_kept",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("OLD.effective_from IS NOT NULL"),
    func=_REFUSE % "A notice that was published is never changed: draft a new version.",
)

-- The audit log is looked through by who did it, what was called and what it was done to, the newest first.
CREATE INDEX audit_event_of_actor ON audit_event (actor_id, id);
CREATE INDEX audit_event_of_operation ON audit_event (operation, id);
CREATE INDEX audit_event_of_subject ON audit_event (subject, id);
CREATE INDEX audit_event_of_service ON audit_event (split_part(subject, ':', 1), id);
CREATE INDEX audit_event_denied ON audit_event (id) WHERE outcome = 'denied';
CREATE INDEX audit_event_by_time ON audit_event (at);

-- Who looks after a repair item (user id); null: whoever holds the role.
ALTER TABLE repair_item ADD COLUMN assigned_to text;
CREATE INDEX repair_item_of_assignee ON repair_item (assigned_to, id) WHERE closed_at IS NULL;
ALTER TABLE repair_item ADD COLUMN state text NOT NULL
  GENERATED ALWAYS AS (CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END) STORED;
CREATE INDEX repair_item_still_open ON repair_item (id) WHERE closed_at IS NULL;

-- Whatever opens or settles one, listeners hear of it in the transaction that does; seen again is no news.
CREATE FUNCTION tell_repair_item() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO fact (site_id, topic, type, data) VALUES (
    NEW.site_id,
    'repair',
    CASE
      WHEN TG_OP = 'INSERT' THEN 'repair-opened'
      WHEN OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL THEN 'repair-closed'
      WHEN NEW.assigned_to IS DISTINCT FROM OLD.assigned_to THEN 'repair-assigned'
      ELSE 'repair-changed'
    END,
    jsonb_build_object('repairItemId', NEW.id::text, 'kind', NEW.kind, 'severity', NEW.severity)
  );
  PERFORM pg_notify('busbar_fact', '');
  RETURN NULL;
END $$;
CREATE TRIGGER tell_new_repair_item AFTER INSERT ON repair_item
  FOR EACH ROW EXECUTE FUNCTION tell_repair_item();
CREATE TRIGGER tell_repair_item AFTER UPDATE ON repair_item
  FOR EACH ROW WHEN (
    OLD.closed_at IS DISTINCT FROM NEW.closed_at OR OLD.assigned_to IS DISTINCT FROM NEW.assigned_to
    OR OLD.severity IS DISTINCT FROM NEW.severity
  ) EXECUTE FUNCTION tell_repair_item();

/**
 * What the checker knows, written by the database itself in the transaction of each change: it neither asks nor trusts
 * the code under test. `who` is the replica whose connection wrote, times are the database's.
 */
export const historySchema = `
CREATE SCHEMA survival;
CREATE SEQUENCE survival.seq;

CREATE TABLE survival.morning (number integer NOT NULL);
INSERT INTO survival.morning VALUES (0);

CREATE TABLE survival.run_changes (
  seq bigint PRIMARY KEY DEFAULT nextval('survival.seq'),
  at_ms bigint NOT NULL DEFAULT extract(epoch FROM clock_timestamp()) * 1000,
  who text NOT NULL DEFAULT current_setting('application_name'),
  run_id uuid NOT NULL,
  dataset_id text NOT NULL,
  version integer NOT NULL,
  source text NOT NULL,
  day text NOT NULL,
  attempt integer NOT NULL,
  old_state text,
  state text NOT NULL,
  old_fence integer,
  fence integer NOT NULL,
  old_lease_until bigint,
  lease_until bigint,
  lease_owner text,
  engine_run_id text,
  bytes_scanned bigint,
  bytes_billed bigint
);
CREATE INDEX ON survival.run_changes (run_id, seq);

CREATE TABLE survival.generations (
  seq bigint PRIMARY KEY DEFAULT nextval('survival.seq'),
  who text NOT NULL DEFAULT current_setting('application_name'),
  morning integer NOT NULL,
  run_id uuid NOT NULL,
  dataset_id text NOT NULL,
  version integer NOT NULL,
  source text NOT NULL,
  day text NOT NULL,
  state text NOT NULL
);
CREATE INDEX ON survival.generations (run_id);
CREATE INDEX ON survival.generations (morning);

CREATE TABLE survival.revisions (
  seq bigint PRIMARY KEY DEFAULT nextval('survival.seq'),
  dataset_id text NOT NULL,
  old_revision integer NOT NULL,
  revision integer NOT NULL
);

CREATE FUNCTION survival.note_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    -- What is noted about a run beside its course is none of the ledger's business.
    IF (OLD.state, OLD.fence, OLD.lease_until, OLD.lease_owner, OLD.engine_run_id, OLD.bytes_billed, OLD.finished_at)
      IS NOT DISTINCT FROM
      (NEW.state, NEW.fence, NEW.lease_until, NEW.lease_owner, NEW.engine_run_id, NEW.bytes_billed, NEW.finished_at)
    THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO survival.run_changes (
    run_id, dataset_id, version, source, day, attempt, old_state, state, old_fence, fence,
    old_lease_until, lease_until, lease_owner, engine_run_id, bytes_scanned, bytes_billed
  ) VALUES (
    NEW.id, NEW.dataset_id, NEW.version, NEW.source, NEW.day, NEW.attempt,
    CASE TG_OP WHEN 'UPDATE' THEN OLD.state END, NEW.state,
    CASE TG_OP WHEN 'UPDATE' THEN OLD.fence END, NEW.fence,
    CASE TG_OP WHEN 'UPDATE' THEN OLD.lease_until END, NEW.lease_until,
    NEW.lease_owner, NEW.engine_run_id, NEW.bytes_scanned, NEW.bytes_billed
  );
  RETURN NULL;
END $$;
CREATE TRIGGER note AFTER INSERT OR UPDATE ON runs
  FOR EACH ROW EXECUTE FUNCTION survival.note_run();

CREATE FUNCTION survival.note_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.run_id = OLD.run_id THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO survival.generations (morning, run_id, dataset_id, version, source, day, state)
  SELECT number, NEW.run_id, NEW.dataset_id, NEW.version, NEW.source, NEW.day, NEW.state
  FROM survival.morning;
  RETURN NULL;
END $$;
CREATE TRIGGER note AFTER INSERT OR UPDATE ON dataset_days
  FOR EACH ROW EXECUTE FUNCTION survival.note_day();

CREATE FUNCTION survival.note_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO survival.revisions (dataset_id, old_revision, revision)
  VALUES (NEW.dataset_id, OLD.revision, NEW.revision);
  RETURN NULL;
END $$;
CREATE TRIGGER note AFTER UPDATE OF revision ON datasets
  FOR EACH ROW EXECUTE FUNCTION survival.note_revision();
`;

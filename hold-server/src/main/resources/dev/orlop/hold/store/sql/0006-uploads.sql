-- Uploads that were begun, whichever hold has begun them; times are in milliseconds since 1970.
-- Without a session: one that is about to begin, or comes in one piece. done: a blob came of it.
CREATE TABLE uploads (
  id uuid PRIMARY KEY,
  owner text COLLATE "C" NOT NULL,
  begun bigint NOT NULL,
  active bigint NOT NULL,
  bytes bigint NOT NULL DEFAULT 0,
  done boolean NOT NULL DEFAULT false,
  session text
) WITH (fillfactor = 70);
CREATE INDEX uploads_open ON uploads (owner) WHERE NOT done;

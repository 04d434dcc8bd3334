-- Whose database this is, and with which key its commits are signed: did:key.
CREATE TABLE hold (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  did text COLLATE "C" NOT NULL,
  signing_key text COLLATE "C" NOT NULL
);

-- The log of accounts; each row is what one transaction added. Who has read less than first begins
-- anew: the log was rewritten behind it. entries counts what all rows have together.
CREATE TABLE account_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  last bigint NOT NULL,
  first bigint NOT NULL,
  entries bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO account_head VALUES (true, 0, 0, 0);
CREATE TABLE account_log (
  seq bigint PRIMARY KEY,
  entries bytea NOT NULL
);

-- Keys, sealed with a secret of the hold: place says what each is for.
CREATE TABLE account_keys (
  place text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (place, name)
);

-- Wrong passwords.
CREATE TABLE lockouts (
  did text COLLATE "C" PRIMARY KEY,
  failures integer NOT NULL,
  last timestamptz NOT NULL
);
CREATE INDEX lockouts_by_time ON lockouts (last);

-- What one process does and no other may, until then.
CREATE TABLE claims (
  name text COLLATE "C" PRIMARY KEY,
  owner uuid NOT NULL,
  until timestamptz NOT NULL
);
CREATE INDEX claims_by_time ON claims (until);

-- Accounts of whose commits nobody is told.
CREATE TABLE resting (
  did text COLLATE "C" PRIMARY KEY
);

-- Pulls that are not in the signed records yet. A row is what one process wrote at once for one
-- repository; it stays for seconds.
CREATE TABLE pulls (
  owner text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  images bigint NOT NULL,
  artifacts bigint NOT NULL,
  last_millis bigint NOT NULL
);
CREATE INDEX pulls_by_repository ON pulls (owner, name);

-- Added up: a round is folded into the records by one commit, whose mark says which was the last.
CREATE TABLE pull_sums (
  round bigint NOT NULL,
  owner text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  images bigint NOT NULL,
  artifacts bigint NOT NULL,
  last_millis bigint NOT NULL,
  PRIMARY KEY (round, owner, name)
);
CREATE INDEX pull_sums_by_repository ON pull_sums (owner, name);

-- One row: whoever numbers rounds is alone.
CREATE TABLE pull_rounds (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  last bigint NOT NULL
);
INSERT INTO pull_rounds VALUES (true, 0);

-- Which records each of the last transactions changed, of repos that processes follow in memory.
-- since is the rev before the transaction: so who goes from one to the next sees that none is
-- missing.
ALTER TABLE repos ADD COLUMN followed boolean NOT NULL DEFAULT false;
CREATE TABLE changes (
  repo bigint NOT NULL,
  rev bigint NOT NULL,
  since bigint NOT NULL,
  paths text[] NOT NULL,
  PRIMARY KEY (repo, rev)
);

-- Blobs that accounts brought and no record of theirs names yet; until: seconds since 1970.
CREATE TABLE brought (
  account text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  until bigint NOT NULL,
  PRIMARY KEY (account, digest)
);
CREATE INDEX brought_by_end ON brought (until);

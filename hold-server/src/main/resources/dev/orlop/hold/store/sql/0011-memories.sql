-- Blobs that accounts gave up lately; until: seconds since 1970.
CREATE TABLE withdrawals (
  account text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  until bigint NOT NULL,
  PRIMARY KEY (account, digest)
);
CREATE INDEX withdrawals_by_end ON withdrawals (until);

-- Tokens that are good for one call and were used, by the SHA-256 of their names; until: as above.
CREATE TABLE used_tokens (
  hash bytea PRIMARY KEY,
  until bigint NOT NULL
);
CREATE INDEX used_tokens_by_end ON used_tokens (until);

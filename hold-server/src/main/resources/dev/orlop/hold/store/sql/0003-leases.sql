-- On which blobs somebody relies, by the first eight bytes of their digests, and until when, in
-- seconds since 1970. Who takes a blob away locks its row meanwhile.
CREATE TABLE leases (
  number bigint PRIMARY KEY,
  until bigint NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX leases_by_end ON leases (until);

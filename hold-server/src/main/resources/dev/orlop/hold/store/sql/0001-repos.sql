-- One row: what all writes of all processes go through, so that seqs are in the order of commits.
-- moved: what is here is on its way here, or was brought elsewhere, and is not to be relied on.
CREATE TABLE head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  last_seq bigint NOT NULL,
  floor bigint NOT NULL,
  begun boolean NOT NULL,
  moved boolean NOT NULL
) WITH (fillfactor = 10);
INSERT INTO head VALUES (true, 0, 0, false, false);

-- "C": all that is text here is in the order of its bytes.
CREATE TABLE repos (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  did text COLLATE "C" NOT NULL UNIQUE,
  commit_cid bytea,
  rev bigint,
  data_cid bytea,
  blocks bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- The live blocks and no others; holders counts what holds one: a node's place in the tree, the
-- head, each record of those bytes. Split by CID, for nearly all blocks are of one repo, the
-- hold's own: so each part's index and each vacuum after its many short-lived nodes stay small.
CREATE TABLE blocks (
  repo bigint NOT NULL,
  cid bytea NOT NULL,
  rev bigint NOT NULL,
  holders integer NOT NULL CHECK (holders > 0),
  bytes bytea NOT NULL,
  PRIMARY KEY (repo, cid)
) PARTITION BY HASH (cid);
-- Blocks are full of hashes; trying to compress them is in vain.
ALTER TABLE blocks ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX blocks_by_rev ON blocks (repo, rev);
CREATE TABLE blocks_0 PARTITION OF blocks FOR VALUES WITH (MODULUS 8, REMAINDER 0);
CREATE TABLE blocks_1 PARTITION OF blocks FOR VALUES WITH (MODULUS 8, REMAINDER 1);
CREATE TABLE blocks_2 PARTITION OF blocks FOR VALUES WITH (MODULUS 8, REMAINDER 2);
CREATE TABLE blocks_3 PARTITION OF blocks FOR VALUES WITH (MODULUS 8, REMAINDER 3);
CREATE TABLE blocks_4 PARTITION OF blocks FOR VALUES WITH (MODULUS 8, REMAINDER 4);
CREATE TABLE blocks_5 PARTITION OF blocks FOR VALUES WITH (MODULUS 8, REMAINDER 5);
CREATE TABLE blocks_6 PARTITION OF blocks FOR VALUES WITH (MODULUS 8, REMAINDER 6);
CREATE TABLE blocks_7 PARTITION OF blocks FOR VALUES WITH (MODULUS 8, REMAINDER 7);

CREATE TABLE records (
  repo bigint NOT NULL,
  path text COLLATE "C" NOT NULL,
  cid bytea NOT NULL,
  rev bigint NOT NULL,
  PRIMARY KEY (repo, path)
);

-- CIDs of blobs as texts, for that is the order in which they are listed.
CREATE TABLE record_blobs (
  repo bigint NOT NULL,
  blob text COLLATE "C" NOT NULL,
  path text COLLATE "C" NOT NULL,
  PRIMARY KEY (repo, blob, path)
);
CREATE INDEX record_blobs_by_path ON record_blobs (repo, path);

CREATE TABLE marks (
  repo bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  value bigint NOT NULL,
  PRIMARY KEY (repo, name)
);

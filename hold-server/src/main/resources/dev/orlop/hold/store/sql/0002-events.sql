-- What the network is told: whole frames. Old ones are deleted from the front, by seq.
CREATE TABLE events (
  seq bigint PRIMARY KEY,
  did text COLLATE "C" NOT NULL,
  frame bytea NOT NULL
);
ALTER TABLE events ALTER COLUMN frame SET STORAGE EXTERNAL;

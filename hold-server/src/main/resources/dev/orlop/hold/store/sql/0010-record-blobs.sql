-- Who holds which blob of records, as what it was uploaded the last time. Its bytes lie elsewhere.
CREATE TABLE blob_holders (
  cid text COLLATE "C" NOT NULL,
  did text COLLATE "C" NOT NULL,
  type text NOT NULL,
  size bigint NOT NULL,
  uploaded_millis bigint NOT NULL,
  PRIMARY KEY (cid, did)
);

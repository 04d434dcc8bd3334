-- What a process writes down for whoever goes on where it was cut off: pages of text in chunks. A
-- page is its edition in note_pages, 0 if it is not there. Only who signed last may write.
CREATE TABLE notes (
  page text COLLATE "C" NOT NULL,
  edition bigint NOT NULL,
  number bigint NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (page, edition, number)
);
CREATE TABLE note_pages (
  page text COLLATE "C" PRIMARY KEY,
  edition bigint NOT NULL
);
CREATE TABLE note_writer (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  signature uuid NOT NULL
);
INSERT INTO note_writer VALUES (true, gen_random_uuid());

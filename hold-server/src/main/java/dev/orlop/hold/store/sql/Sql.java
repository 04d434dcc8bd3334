package dev.orlop.hold.store.sql;

/** Every statement, in one place. They are plain SQL but for {@code MERGE}, which is H2's. */
final class Sql {
  /** Of the tables. An index of another version is made anew from the logs, never converted. */
  static final int VERSION = 4;

  static final String[] SCHEMA = {
    "create table if not exists meta (name varchar(64) primary key, number bigint not null)",
    """
    create table if not exists repo (
      id int generated always as identity primary key,
      did varchar(2048) not null unique,
      commit_cid varbinary(36) not null,
      rev bigint not null,
      data_cid varbinary(36) not null,
      segment int not null,
      log_offset bigint not null,
      seq bigint not null)
    """,
    """
    create table if not exists block (
      repo int not null,
      cid varbinary(36) not null,
      segment int not null,
      position bigint not null,
      length int not null,
      rev bigint not null,
      primary key (repo, cid))
    """,
    "create index if not exists block_by_rev on block (repo, rev)",
    """
    create table if not exists record (
      repo int not null,
      collection varchar(317) not null,
      rkey varchar(512) not null,
      cid varbinary(36) not null,
      primary key (repo, collection, rkey))
    """,
    "create index if not exists record_by_cid on record (repo, cid)",
    """
    create table if not exists blob_ref (
      repo int not null,
      cid varchar(59) not null,
      collection varchar(317) not null,
      rkey varchar(512) not null,
      primary key (repo, cid, collection, rkey))
    """,
    "create index if not exists blob_ref_by_record on blob_ref (repo, collection, rkey)",
    """
    create table if not exists mark (
      repo int not null,
      name varchar(64) not null,
      number bigint not null,
      primary key (repo, name))
    """,
  };

  static final String META_GET = "select number from meta where name = ?";
  static final String META_SET = "merge into meta (name, number) key (name) values (?, ?)";

  static final String REPO_GET =
      "select id, commit_cid, rev, data_cid, segment, log_offset from repo where did = ?";
  static final String REPO_LIST =
      "select did, commit_cid, rev, data_cid from repo where did > ? order by did limit ?";
  static final String REPO_INSERT =
      "insert into repo (did, commit_cid, rev, data_cid, segment, log_offset, seq)"
          + " values (?, ?, ?, ?, ?, ?, ?)";
  static final String REPO_UPDATE =
      "update repo set commit_cid = ?, rev = ?, data_cid = ?, segment = ?, log_offset = ?,"
          + " seq = ? where id = ?";
  static final String LAST_SEQ = "select coalesce(max(seq), 0) from repo";
  static final String REPO_DELETE = "delete from repo where id = ?";

  static final String BLOCK_GET =
      "select b.segment, b.position, b.length from block b join repo r on r.id = b.repo"
          + " where r.did = ? and b.cid = ?";
  static final String BLOCK_PUT =
      "merge into block (repo, cid, segment, position, length, rev) key (repo, cid)"
          + " values (?, ?, ?, ?, ?, ?)";
  static final String BLOCK_INSERT =
      "insert into block (repo, cid, segment, position, length, rev) values (?, ?, ?, ?, ?, ?)";
  static final String BLOCK_MOVE =
      "update block set segment = ?, position = ? where repo = ? and cid = ?";
  static final String BLOCK_DELETE_BEFORE = "delete from block where repo = ? and segment < ?";
  static final String BLOCK_DELETE = "delete from block where repo = ? and cid = ?";
  static final String BLOCK_DELETE_UNLESS_RECORD =
      "delete from block where repo = ? and cid = ?"
          + " and not exists (select 1 from record where repo = ? and cid = ?)";
  static final String BLOCK_DELETE_ALL = "delete from block where repo = ?";
  static final String BLOCK_LIST =
      "select b.cid, b.segment, b.position, b.length, b.rev from block b"
          + " where b.repo = (select id from repo where did = ?)";
  static final String BLOCK_LIST_SINCE =
      "select b.cid, b.segment, b.position, b.length, b.rev from block b"
          + " where b.repo = (select id from repo where did = ?) and b.rev > ?";
  static final String BLOCK_SIZE =
      "select count(*), coalesce(sum(b.length), 0) from block b join repo r on r.id = b.repo"
          + " where r.did = ?";

  private static final String RECORD_SELECT =
      "select c.rkey, c.cid, b.segment, b.position, b.length from record c"
          + " join repo r on r.id = c.repo"
          + " join block b on b.repo = c.repo and b.cid = c.cid"
          + " where r.did = ? and c.collection = ?";
  static final String RECORD_GET = RECORD_SELECT + " and c.rkey = ?";
  static final String RECORD_LIST_UP = RECORD_SELECT + " and c.rkey > ? order by c.rkey limit ?";
  static final String RECORD_LIST_DOWN =
      RECORD_SELECT + " and c.rkey < ? order by c.rkey desc limit ?";
  static final String RECORD_PUT =
      "merge into record (repo, collection, rkey, cid) key (repo, collection, rkey)"
          + " values (?, ?, ?, ?)";
  static final String RECORD_INSERT =
      "insert into record (repo, collection, rkey, cid) values (?, ?, ?, ?)";
  static final String RECORD_DELETE =
      "delete from record where repo = ? and collection = ? and rkey = ?";
  static final String RECORD_DELETE_ALL = "delete from record where repo = ?";
  static final String COLLECTIONS =
      "select distinct c.collection from record c join repo r on r.id = c.repo"
          + " where r.did = ? order by c.collection";

  // CIDs of blobs are texts, since their order is told to others.
  static final String BLOB_HAS =
      "select 1 from blob_ref f join repo r on r.id = f.repo where r.did = ? and f.cid = ? limit 1";
  static final String BLOB_LIST =
      "select distinct f.cid from blob_ref f"
          + " where f.repo = (select id from repo where did = ?) and f.cid > ?"
          + " order by f.cid limit ?";
  static final String BLOB_LIST_SINCE =
      "select distinct f.cid from blob_ref f"
          + " join record c on c.repo = f.repo and c.collection = f.collection and c.rkey = f.rkey"
          + " join block b on b.repo = c.repo and b.cid = c.cid"
          + " where f.repo = (select id from repo where did = ?) and f.cid > ? and b.rev > ?"
          + " order by f.cid limit ?";
  static final String BLOB_USES =
      "select f.cid, f.collection, f.rkey from blob_ref f"
          + " where f.repo = (select id from repo where did = ?) and f.cid > ?"
          + " and not exists (select 1 from blob_ref o where o.repo = f.repo and o.cid = f.cid"
          + " and (o.collection < f.collection"
          + " or (o.collection = f.collection and o.rkey < f.rkey)))"
          + " order by f.cid limit ?";
  static final String BLOB_ALL =
      "select cid, collection, rkey from blob_ref"
          + " where repo = (select id from repo where did = ?) order by collection, rkey, cid";
  static final String BLOB_PUT =
      "merge into blob_ref (repo, cid, collection, rkey) key (repo, cid, collection, rkey)"
          + " values (?, ?, ?, ?)";
  static final String BLOB_DELETE =
      "delete from blob_ref where repo = ? and collection = ? and rkey = ?";
  static final String BLOB_DELETE_ALL = "delete from blob_ref where repo = ?";

  static final String MARK_GET =
      "select m.number from mark m join repo r on r.id = m.repo where r.did = ? and m.name = ?";
  static final String MARK_LIST =
      "select m.name, m.number from mark m join repo r on r.id = m.repo where r.did = ?";
  static final String MARK_PUT =
      "merge into mark (repo, name, number) key (repo, name) values (?, ?, ?)";
  static final String MARK_DELETE_ALL = "delete from mark where repo = ?";

  private Sql() {}
}

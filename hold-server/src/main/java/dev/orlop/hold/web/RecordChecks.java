package dev.orlop.hold.web;

import static dev.orlop.hold.web.Body.invalid;

import dev.orlop.atproto.data.BlobRefs;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.lexicons.LexiconValidator;
import dev.orlop.lexicons.Validity;
import dev.orlop.mst.RecordWrite;
import java.util.Optional;

/** Makes records of what callers send: typed, held against their lexicons, within the limits. */
final class RecordChecks {
  /** What consumers of the firehose take in one block, in bytes. */
  private static final int MAX_RECORD_BYTES = 1_000_000;

  private final LexiconValidator lexicons;
  private final TidClock keys;

  /**
   * Checks records.
   *
   * @param keys gives keys to new records that come without
   */
  RecordChecks(LexiconValidator lexicons, TidClock keys) {
    this.lexicons = lexicons;
    this.keys = keys;
  }

  /**
   * Checks one change.
   *
   * @param validate true: the lexicon must be known; false: it is not looked at
   */
  PreparedWrite prepare(Change change, Optional<Boolean> validate) {
    return switch (change) {
      case Change.Create(Nsid collection, Optional<RecordKey> rkey, DataMap record) -> {
        RecordKey key = rkey.orElseGet(() -> RecordKey.parse(keys.next().toString()));
        yield prepare(new RepoPath(collection, key), record, validate, RecordWrite.Create::new);
      }
      case Change.Put(RepoPath path, DataMap record) ->
          prepare(path, record, validate, RecordWrite.Put::new);
      case Change.Update(RepoPath path, DataMap record) ->
          prepare(path, record, validate, RecordWrite.Update::new);
      case Change.Delete(RepoPath path) -> PreparedWrite.delete(path);
    };
  }

  private interface WriteMaker {
    RecordWrite make(RepoPath path, byte[] block);
  }

  private PreparedWrite prepare(
      RepoPath path, DataMap sent, Optional<Boolean> validate, WriteMaker maker) {
    DataMap record = typed(sent, path.collection());
    Optional<String> status = validate(path, record, validate);
    if (BlobRefs.hasLegacy(record)) {
      throw invalid("A blob in the form of old, without $type, is not taken any more");
    }
    byte[] block = encode(record);
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, block);
    return new PreparedWrite(
        maker.make(path, block), Optional.of(cid), status, BlobRefs.in(record));
  }

  private static byte[] encode(DataMap record) {
    byte[] block;
    try {
      block = DagCbor.encode(record, CborLimits.RECORD);
    } catch (CborException e) {
      throw invalid("The record cannot be stored: " + e.getMessage());
    }
    if (block.length > MAX_RECORD_BYTES) {
      throw invalid("The record is larger than " + MAX_RECORD_BYTES + " bytes");
    }
    return block;
  }

  private static DataMap typed(DataMap record, Nsid collection) {
    if (!record.has("$type")) {
      return record.with("$type", new DataValue.Text(collection.toString()));
    }
    if (!record.type().equals(Optional.of(collection.toString()))) {
      throw invalid(
          "Invalid $type: expected " + collection + ", got " + record.type().orElse("no text"));
    }
    return record;
  }

  private Optional<String> validate(RepoPath path, DataMap record, Optional<Boolean> wanted) {
    if (wanted.equals(Optional.of(false))) {
      return Optional.empty();
    }
    return switch (lexicons.validateRecord(path, record)) {
      case Validity.Valid _ -> Optional.of("valid");
      case Validity.Invalid fault -> throw invalid("Invalid record: " + fault.describe());
      case Validity.Unknown _ -> {
        if (wanted.equals(Optional.of(true))) {
          throw invalid("Unknown lexicon type: " + path.collection());
        }
        yield Optional.of("unknown");
      }
    };
  }
}

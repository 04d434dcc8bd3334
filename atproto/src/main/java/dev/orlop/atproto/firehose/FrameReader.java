package dev.orlop.atproto.firehose;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DagCborReader;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads frames, from whoever sends them. */
final class FrameReader {
  private static final CborLimits LIMITS = new CborLimits(Frame.MAX_BYTES, 8, 4096, 256);

  private static final int MAX_TYPE_LENGTH = 64;

  private FrameReader() {}

  static Frame read(byte[] message) {
    try {
      DagCborReader reader = new DagCborReader(message, 0, message.length, LIMITS);
      DataMap header = map(reader);
      DataMap payload = map(reader);
      reader.end();
      long op = header.integer("op").orElseThrow();
      if (op == -1) {
        return new ErrorFrame(payload.text("error").orElseThrow(), payload.text("message"));
      }
      if (op != 1) {
        throw new FrameFormatException("a frame with the op " + op);
      }
      return read(header.text("t").orElseThrow(), payload, message);
    } catch (NoSuchElementException _) {
      throw new FrameFormatException("a frame that lacks a field");
    } catch (CborException | InvalidSyntaxException e) {
      throw new FrameFormatException("not a frame: " + e.getMessage());
    }
  }

  private static DataMap map(DagCborReader reader) {
    if (DagCbor.read(reader, LIMITS.maxDepth()) instanceof DataMap map) {
      return map;
    }
    throw new FrameFormatException("a frame is two maps");
  }

  private static Frame read(String type, DataMap payload, byte[] message) {
    return switch (type) {
      case "#commit" -> commit(payload);
      case "#sync" ->
          new SyncEvent(
              seq(payload),
              did(payload, "did"),
              rev(payload),
              bytes(payload, "blocks", SyncEvent.MAX_BLOCKS_BYTES),
              time(payload));
      case "#identity" ->
          new IdentityEvent(
              seq(payload),
              did(payload, "did"),
              payload.text("handle").map(Handle::parse),
              time(payload));
      case "#account" -> account(payload);
      case "#info" -> new InfoFrame(payload.text("name").orElseThrow(), payload.text("message"));
      default -> {
        if (type.length() > MAX_TYPE_LENGTH) {
          throw new FrameFormatException("a type of " + type.length() + " characters");
        }
        yield new UnknownFrame(type, message.clone());
      }
    };
  }

  private static CommitEvent commit(DataMap payload) {
    // Both were ways to say "fetch it yourself"; #sync took their place.
    if (payload.bool("rebase").orElseThrow() || payload.bool("tooBig").orElseThrow()) {
      throw new FrameFormatException("a commit that does not say what it did");
    }
    if (payload.array("blobs").isEmpty()) {
      throw new FrameFormatException("a commit without its blobs, which are never used");
    }
    return new CommitEvent(
        seq(payload),
        did(payload, "repo"),
        rev(payload),
        since(payload),
        payload.link("commit").orElseThrow(),
        payload.link("prevData"),
        ops(payload.array("ops").orElseThrow()),
        bytes(payload, "blocks", CommitEvent.MAX_BLOCKS_BYTES),
        time(payload));
  }

  private static Optional<Tid> since(DataMap payload) {
    return switch (payload.get("since")) {
      case DataValue.Null _ -> Optional.empty();
      case DataValue.Text(String text) -> Optional.of(Tid.parse(text));
      case null, default -> throw new FrameFormatException("since is a rev or null");
    };
  }

  private static List<RecordOp> ops(List<DataValue> items) {
    if (items.size() > CommitEvent.MAX_OPS) {
      throw new FrameFormatException("a commit of " + items.size() + " operations");
    }
    List<RecordOp> ops = new ArrayList<>(items.size());
    for (DataValue item : items) {
      if (!(item instanceof DataMap op)) {
        throw new FrameFormatException("an operation is a map");
      }
      ops.add(op(op));
    }
    return ops;
  }

  private static RecordOp op(DataMap op) {
    RecordOp.Action action =
        switch (op.text("action").orElseThrow()) {
          case "create" -> RecordOp.Action.CREATE;
          case "update" -> RecordOp.Action.UPDATE;
          case "delete" -> RecordOp.Action.DELETE;
          default -> throw new FrameFormatException("an operation of another kind");
        };
    if (!op.has("cid")) {
      throw new FrameFormatException("an operation without its cid");
    }
    Cid cid = op.link("cid").orElse(null);
    Cid prev = op.link("prev").orElse(null);
    return new RecordOp(action, RepoPath.parse(op.text("path").orElseThrow()), cid, prev);
  }

  private static AccountEvent account(DataMap payload) {
    Optional<String> status = payload.text("status");
    if (status.isPresent() && status.get().length() > AccountEvent.MAX_STATUS_BYTES) {
      throw new FrameFormatException("a status of " + status.get().length() + " characters");
    }
    boolean active = payload.bool("active").orElseThrow();
    return new AccountEvent(seq(payload), did(payload, "did"), active, status, time(payload));
  }

  private static long seq(DataMap payload) {
    long seq = payload.integer("seq").orElseThrow();
    if (seq < 1 || seq > Event.MAX_SEQ) {
      throw new FrameFormatException("a seq of " + seq);
    }
    return seq;
  }

  private static Did did(DataMap payload, String key) {
    return Did.parse(payload.text(key).orElseThrow());
  }

  private static Tid rev(DataMap payload) {
    return Tid.parse(payload.text("rev").orElseThrow());
  }

  private static Datetime time(DataMap payload) {
    return Datetime.parse(payload.text("time").orElseThrow());
  }

  private static byte[] bytes(DataMap payload, String key, int max) {
    byte[] bytes = payload.bytes(key).orElseThrow();
    if (bytes.length > max) {
      throw new FrameFormatException("%s of %d bytes, limit %d".formatted(key, bytes.length, max));
    }
    return bytes;
  }
}

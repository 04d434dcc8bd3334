package dev.orlop.atproto.firehose;

import dev.orlop.car.cbor.DagCborWriter;
import dev.orlop.car.cid.Cid;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes frames: by hand, key by key in canonical order, since they are many and always alike. */
final class FrameWriter {
  /** Of all of a commit's fields but operations and blocks; for a buffer that need not grow. */
  private static final int COMMIT_BYTES = 512;

  private static final int OP_BYTES = 128;

  private FrameWriter() {}

  static byte[] write(CommitEvent event) {
    int ops = event.ops().stream().mapToInt(op -> OP_BYTES + op.path().toString().length()).sum();
    DagCborWriter writer = new DagCborWriter(COMMIT_BYTES + ops + event.blocks().length);
    message(writer, "#commit").mapHead(event.prevData().isPresent() ? 12 : 11);
    writer.text("ops").arrayHead(event.ops().size());
    event.ops().forEach(op -> write(op, writer));
    writer.text("rev").text(event.rev().toString());
    writer.text("seq").integer(event.seq());
    writer.text("repo").text(event.did().toString());
    writer.text("time").text(event.time().toString());
    writer.text("blobs").arrayHead(0);
    writer.text("since");
    if (event.since().isPresent()) {
      writer.text(event.since().get().toString());
    } else {
      writer.nil();
    }
    writer.text("blocks").bytes(event.blocks());
    writer.text("commit").link(event.commit());
    writer.text("rebase").bool(false);
    writer.text("tooBig").bool(false);
    event.prevData().ifPresent(cid -> writer.text("prevData").link(cid));
    return writer.toByteArray();
  }

  private static void write(RecordOp op, DagCborWriter writer) {
    writer.mapHead(op.prev() != null ? 4 : 3);
    link(writer.text("cid"), op.cid());
    writer.text("path").text(op.path().toString());
    if (op.prev() != null) {
      writer.text("prev").link(op.prev());
    }
    writer.text("action").text(op.action().wireName());
  }

  private static void link(DagCborWriter writer, @Nullable Cid cid) {
    if (cid == null) {
      writer.nil();
    } else {
      writer.link(cid);
    }
  }

  static byte[] write(SyncEvent event) {
    DagCborWriter writer = message(new DagCborWriter(), "#sync").mapHead(5);
    writer.text("did").text(event.did().toString());
    writer.text("rev").text(event.rev().toString());
    writer.text("seq").integer(event.seq());
    writer.text("time").text(event.time().toString());
    writer.text("blocks").bytes(event.blocks());
    return writer.toByteArray();
  }

  static byte[] write(IdentityEvent event) {
    DagCborWriter writer = message(new DagCborWriter(), "#identity");
    writer.mapHead(event.handle().isPresent() ? 4 : 3);
    writer.text("did").text(event.did().toString());
    writer.text("seq").integer(event.seq());
    writer.text("time").text(event.time().toString());
    event.handle().ifPresent(handle -> writer.text("handle").text(handle.toString()));
    return writer.toByteArray();
  }

  static byte[] write(AccountEvent event) {
    DagCborWriter writer = message(new DagCborWriter(), "#account");
    writer.mapHead(event.status().isPresent() ? 5 : 4);
    writer.text("did").text(event.did().toString());
    writer.text("seq").integer(event.seq());
    writer.text("time").text(event.time().toString());
    writer.text("active").bool(event.active());
    event.status().ifPresent(status -> writer.text("status").text(status));
    return writer.toByteArray();
  }

  static byte[] write(InfoFrame info) {
    return named(message(new DagCborWriter(), "#info"), "name", info.name(), info.message());
  }

  static byte[] write(ErrorFrame error) {
    DagCborWriter writer = new DagCborWriter().mapHead(1).text("op").integer(-1);
    return named(writer, "error", error.error(), error.message());
  }

  private static byte[] named(
      DagCborWriter writer, String key, String name, Optional<String> message) {
    writer.mapHead(message.isPresent() ? 2 : 1).text(key).text(name);
    message.ifPresent(text -> writer.text("message").text(text));
    return writer.toByteArray();
  }

  private static DagCborWriter message(DagCborWriter writer, String type) {
    return writer.mapHead(2).text("t").text(type).text("op").integer(1);
  }
}

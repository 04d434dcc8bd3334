package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcInput;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.gc.Collector;
import dev.orlop.hold.gc.Receipt;
import dev.orlop.hold.gc.Scrub;
import dev.orlop.hold.gc.TooSoonException;
import dev.orlop.lexicons.Nsids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** dev.orlop.admin.gc* and scrub*: what the operator does with blobs that nobody needs. */
public final class GarbageMethods {
  /**
   * What they work with.
   *
   * @param collector clears up
   * @param scrub reads blobs again
   */
  public record Parts(Collector collector, Scrub scrub) {}

  private static final int MAX_SCANNED = 20_000;
  private static final int DEFAULT_SCANNED = 5_000;
  private static final int MAX_RESTORED = 1_000;
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Gate gate;
  private final Collector collector;
  private final Scrub scrub;
  private final Did hold;
  private final InstantSource clock;

  GarbageMethods(Gate gate, Parts parts, Did hold, InstantSource clock) {
    this.gate = gate;
    this.collector = parts.collector();
    this.scrub = parts.scrub();
    this.hold = hold;
    this.clock = clock;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .query(Nsids.ADMIN_GC_PLAN, this::plan)
        .procedure(Nsids.ADMIN_GC_APPLY, new XrpcInput.Json(MAX_BODY_BYTES), this::apply)
        .procedure(Nsids.ADMIN_GC_RESTORE, new XrpcInput.Json(MAX_BODY_BYTES), this::restore)
        .query(Nsids.ADMIN_GC_STATUS, this::status)
        .procedure(Nsids.ADMIN_SCRUB, this::scrub)
        .query(Nsids.ADMIN_SCRUB_STATUS, this::scrubStatus);
  }

  private void plan(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_GC_PLAN);
    int limit = call.params().integer("limit", 1, MAX_SCANNED, DEFAULT_SCANNED);
    Instant now = clock.instant();
    Collector.PlanPage page =
        collector.plan(call.params().optional("cursor", Digest::parse), limit);
    call.reply(
        DataMap.builder()
            .put("planned", Datetime.of(now).toString())
            .put("blobs", List.<DataValue>copyOf(page.free().stream().map(this::entry).toList()))
            .put("scannedBlobs", page.scanned().blobs())
            .put("scannedBytes", page.scanned().bytes())
            .putIfPresent("cursor", page.next())
            .build());
  }

  private DataMap entry(StoredBlob blob) {
    return DataMap.builder()
        .put("digest", blob.digest().toString())
        .put("size", blob.size())
        .build();
  }

  private void apply(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_GC_APPLY);
    DataMap body = call.json();
    Instant planned = Datetime.parse(Body.text(body, "planned")).instant();
    Set<Digest> digests = digests(body).orElse(Set.of());
    try {
      call.reply(done(collector.apply(List.copyOf(digests), planned)));
    } catch (TooSoonException e) {
      throw new XrpcException(409, "TooSoon", String.valueOf(e.getMessage()));
    }
  }

  private void restore(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_GC_RESTORE);
    Optional<Set<Digest>> digests = digests(call.json());
    call.reply(
        done(
            digests.isPresent()
                ? collector.restore(digests.get())
                : collector.restoreAll(MAX_RESTORED)));
  }

  private DataMap done(Collector.Done done) {
    return DataMap.builder()
        .put("count", done.receipt().map(Receipt::count).orElse(0L))
        .put("bytes", done.receipt().map(Receipt::bytes).orElse(0L))
        .putIfPresent(
            "receipt",
            done.receipt()
                .map(receipt -> AtUri.of(hold, Nsids.HOLD_GC_RECEIPT, RecordKey.of(receipt.id()))))
        .put("stayed", texts(done.stayed()))
        .build();
  }

  private static List<DataValue> texts(Collection<Digest> digests) {
    return digests.stream()
        .<DataValue>map(digest -> new DataValue.Text(digest.toString()))
        .toList();
  }

  private static Optional<Set<Digest>> digests(DataMap body) {
    return body.array("digests")
        .map(
            values -> {
              Set<Digest> digests = new LinkedHashSet<>();
              values.forEach(value -> digests.add(digest(value)));
              return digests;
            });
  }

  private static Digest digest(DataValue value) {
    try {
      return Digest.parse(value instanceof DataValue.Text(String text) ? text : "");
    } catch (InvalidDigestException e) {
      throw Body.invalid("not a digest: " + e.getMessage());
    }
  }

  private void status(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_GC_STATUS);
    Collector.Standing standing = collector.standing();
    call.reply(
        DataMap.builder()
            .putIfPresent("surveyedAt", standing.surveyed().map(Datetime::of))
            .put("blobs", standing.stored().blobs())
            .put("bytes", standing.stored().bytes())
            .put("free", standing.stored().free())
            .put("freeBytes", standing.stored().freeBytes())
            .put("trashBlobs", standing.trash().blobs())
            .put("trashBytes", standing.trash().bytes())
            .put("leases", standing.leases())
            .put("everyHours", collector.settings().every().toHours())
            .put("trashHours", collector.settings().retention().toHours())
            .build());
  }

  private void scrub(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_SCRUB);
    DataMap body = call.json();
    if (body.bool("stop").orElse(false)) {
      scrub.stop();
    } else if (!scrub.start(settings(body))) {
      throw new XrpcException(409, "AlreadyRunning", "A scrub is running");
    }
    call.reply(DataMap.builder().put("running", scrub.progress().running()).build());
  }

  private static Scrub.Settings settings(DataMap body) {
    Scrub.Settings usual = Scrub.Settings.DEFAULT;
    return new Scrub.Settings(
        (int) body.integer("percent").orElse(usual.percent()),
        body.integer("bytesPerSecond").orElse(usual.bytesPerSecond()));
  }

  private void scrubStatus(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_SCRUB_STATUS);
    Scrub.Progress progress = scrub.progress();
    call.reply(
        DataMap.builder()
            .put("running", progress.running())
            .putIfPresent("startedAt", progress.began().map(Datetime::of))
            .put("seen", progress.seen())
            .put("checked", progress.checked())
            .put("bytes", progress.bytes())
            .put(
                "damaged",
                List.<DataValue>copyOf(
                    progress.damaged().stream().map(GarbageMethods::damaged).toList()))
            .put("missing", texts(progress.missing()))
            .putIfPresent("failure", progress.failure())
            .build());
  }

  private static DataMap damaged(Scrub.Damaged damaged) {
    return DataMap.builder()
        .put("digest", damaged.digest().toString())
        .put("actual", damaged.actual().toString())
        .put("size", damaged.size())
        .build();
  }
}

package dev.orlop.appview.pds;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.identity.HttpFetch;
import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads all pages of a collection, one after the other, within bounds. Used once. */
final class ListWalk {
  private static final int PAGE_RECORDS = 100;

  private final ServerCalls calls;
  private final PdsLimits limits;
  private final URI server;
  private final Did repo;
  private final XrpcQuery query;
  private final long end;
  private final Map<RecordKey, Listed> found = new LinkedHashMap<>();
  private long bytes;
  private long pages;

  ListWalk(ServerCalls calls, PdsLimits limits, URI server, Did repo, Nsid collection) {
    this.calls = calls;
    this.limits = limits;
    this.server = server;
    this.repo = repo;
    this.query =
        XrpcQuery.of("repo", repo).with("collection", collection).with("limit", PAGE_RECORDS);
    this.end = System.nanoTime() + limits.listing().toNanos();
  }

  /** All records, in the order of the server. */
  Reply<List<Listed>> walk() {
    Optional<String> cursor = Optional.empty();
    while (true) {
      Optional<HttpFetch> fetch = fetch();
      if (fetch.isEmpty()) {
        return fault("takes too long to list its records");
      }
      Reply<DataMap> reply =
          calls
              .query(
                  server, repo, Nsids.REPO_LIST_RECORDS, query.with("cursor", cursor), fetch.get())
              .then(this::page);
      if (!(reply instanceof Reply.Got<DataMap>(DataMap page))) {
        return reply.then(_ -> new Reply.NotThere<>());
      }
      List<DataValue> records = page.array("records").orElse(List.of());
      records.forEach(this::take);
      Optional<String> next = page.text("cursor").filter(text -> !text.isEmpty());
      if (next.isEmpty() || records.isEmpty()) {
        return new Reply.Got<>(List.copyOf(found.values()));
      }
      // A page may hold fewer records than it could; but not for ever.
      boolean tooMany = found.size() >= limits.maxRecords() || ++pages >= limits.maxRecords();
      if (tooMany || bytes >= limits.maxListBytes()) {
        return fault("lists more records than are read");
      }
      if (next.equals(cursor)) {
        return fault("lists its records without an end");
      }
      cursor = next;
    }
  }

  /** The rest of the time, at most that of one answer. */
  private Optional<HttpFetch> fetch() {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    Duration time = left.compareTo(limits.answer()) < 0 ? left : limits.answer();
    return time.toMillis() > 0
        ? Optional.of(new HttpFetch("application/json", limits.maxPageBytes(), 0, time))
        : Optional.empty();
  }

  private Reply<DataMap> page(byte[] body) {
    bytes += body.length;
    try {
      return new Reply.Got<>(DataJson.parse(body, JsonLimits.DOCUMENT));
    } catch (InvalidJsonException _) {
      return fault("lists its records in no form that is known");
    }
  }

  /** What is no record is passed over. */
  private void take(DataValue item) {
    if (!(item instanceof DataMap record)) {
      return;
    }
    Optional<DataMap> value = record.map("value");
    try {
      Optional<RecordKey> rkey = record.text("uri").map(AtUri::parse).flatMap(AtUri::rkey);
      if (rkey.isPresent() && value.isPresent()) {
        found.putIfAbsent(rkey.get(), new Listed(rkey.get(), value.get()));
      }
    } catch (InvalidSyntaxException _) {
      // a record without a name
    }
  }

  private <T> Reply<T> fault(String what) {
    return Reply.Outage.fault(server + " " + what);
  }
}

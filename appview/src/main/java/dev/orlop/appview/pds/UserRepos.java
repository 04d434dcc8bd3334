package dev.orlop.appview.pds;

import dev.orlop.appview.cache.CacheKeys;
import dev.orlop.appview.cache.Cached;
import dev.orlop.appview.cache.Codec;
import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.cache.Lifetimes;
import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.pds.Reply.Outage;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.identity.GuardedHttp;
import dev.orlop.atproto.identity.HttpFetch;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.lexicons.Nsids;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Records and blobs of accounts, wherever their repos are; records with a memory. Safe for many
 * threads, which wait for the network.
 */
public final class UserRepos {
  private static final Logger LOG = System.getLogger(UserRepos.class.getName());
  private static final String JSON = "application/json";
  private static final int MAX_RECORD_BYTES = 2 << 20;
  private static final int BLOB_REDIRECTS = 3;

  private final RepoServers servers;
  private final ServerCalls calls;
  private final PdsLimits limits;
  private final Cached<RecordAt, DataMap> records;
  private final Cached<CollectionOf, List<Listed>> listings;

  /** Which record. */
  private record RecordAt(Did repo, Nsid collection, RecordKey rkey) {
    String key() {
      return CacheKeys.record(repo, collection, rkey);
    }

    Lifetimes lifetimes() {
      return collection.equals(Nsids.TAG) ? Lifetimes.TAG : Lifetimes.RECORD;
    }
  }

  /** Which records. */
  private record CollectionOf(Did repo, Nsid collection) {
    String key() {
      return CacheKeys.listing(repo, collection);
    }
  }

  /**
   * Those of the accounts whose servers are known.
   *
   * @param http through which servers are asked
   */
  public UserRepos(RepoServers servers, GuardedHttp http, PdsLimits limits, Memory memory) {
    this.servers = servers;
    this.calls = new ServerCalls(http, memory.clock());
    this.limits = limits;
    this.records =
        new Cached<>(
            memory,
            new Cached.Naming<>(RecordAt::key, RecordAt::lifetimes),
            Codec.data(MAX_RECORD_BYTES),
            this::fetch);
    this.listings =
        new Cached<>(
            memory,
            Cached.Naming.of(CollectionOf::key, Lifetimes.LISTING),
            new ListingCodec(limits.maxListBytes()),
            this::fetchAll);
  }

  /** The value of a record. */
  public Fetched<DataMap> record(Did repo, Nsid collection, RecordKey rkey) {
    return records.get(new RecordAt(repo, collection, rkey));
  }

  /** All records of a collection, to the last page. */
  public Fetched<List<Listed>> list(Did repo, Nsid collection) {
    return listings.get(new CollectionOf(repo, collection));
  }

  /** When a list that is answered from memory was read, if its server cannot be asked. */
  public Optional<Instant> unheardSince(Did repo, Nsid collection) {
    return listings.unheardSince(new CollectionOf(repo, collection));
  }

  /** The value of a record as it is now, whatever is remembered. */
  public Fetched<DataMap> recordNow(Did repo, Nsid collection, RecordKey rkey) {
    return fetch(new RecordAt(repo, collection, rkey));
  }

  /** All records of a collection as they are now, whatever is remembered. */
  public Fetched<List<Listed>> listNow(Did repo, Nsid collection) {
    return fetchAll(new CollectionOf(repo, collection));
  }

  /**
   * The bytes of a blob, which have been compared with its CID. Not kept.
   *
   * @param maxBytes a larger one is not read
   */
  public Fetched<byte[]> blob(Did repo, Cid cid, int maxBytes) {
    XrpcQuery query = XrpcQuery.of("did", repo).with("cid", cid);
    HttpFetch fetch = new HttpFetch("*/*", maxBytes, BLOB_REDIRECTS, limits.answer());
    return atServer(
        repo,
        server ->
            calls
                .query(server, repo, Nsids.SYNC_GET_BLOB, query, fetch)
                .then(bytes -> checked(server, repo, cid, bytes)));
  }

  private static Reply<byte[]> checked(URI server, Did repo, Cid cid, byte[] bytes) {
    if (cid.matches(bytes)) {
      return new Reply.Got<>(bytes);
    }
    LOG.log(Level.WARNING, "{0} sends other bytes than those of {1} of {2}", server, cid, repo);
    return Outage.fault(server + " sends other bytes than those of " + cid);
  }

  /** A record was written or deleted: what is known of it, and of its collection, is not so. */
  public void forget(Did repo, Nsid collection, RecordKey rkey) {
    records.forget(new RecordAt(repo, collection, rkey));
    forgetList(repo, collection);
  }

  /** Records of a collection were written or deleted, and it is not known which. */
  public void forgetList(Did repo, Nsid collection) {
    listings.forget(new CollectionOf(repo, collection));
  }

  private Fetched<DataMap> fetch(RecordAt at) {
    XrpcQuery query =
        XrpcQuery.of("repo", at.repo()).with("collection", at.collection()).with("rkey", at.rkey());
    HttpFetch fetch = new HttpFetch(JSON, limits.maxPageBytes(), 0, limits.answer());
    return atServer(
        at.repo(),
        server ->
            calls
                .query(server, at.repo(), Nsids.REPO_GET_RECORD, query, fetch)
                .then(body -> value(server, body)));
  }

  private static Reply<DataMap> value(URI server, byte[] body) {
    try {
      return DataJson.parse(body, JsonLimits.DOCUMENT)
          .map("value")
          .<Reply<DataMap>>map(Reply.Got::new)
          .orElseGet(() -> Outage.fault(server + " answers with no record"));
    } catch (InvalidJsonException _) {
      return Outage.fault(server + " answers with a record in no form that is known");
    }
  }

  private Fetched<List<Listed>> fetchAll(CollectionOf of) {
    return atServer(
        of.repo(),
        server -> new ListWalk(calls, limits, server, of.repo(), of.collection()).walk());
  }

  private <T> Fetched<T> atServer(Did repo, Function<URI, Reply<T>> ask) {
    return servers
        .server(repo)
        .then(
            server ->
                switch (ask.apply(server)) {
                  case Reply.NoRepo<T>() -> atNextServer(repo, server, ask);
                  case Reply<T> reply -> settled(reply);
                });
  }

  /** Where the account has moved to, if it has. */
  private <T> Fetched<T> atNextServer(Did repo, URI before, Function<URI, Reply<T>> ask) {
    return servers
        .serverAgain(repo)
        .then(
            server -> server.equals(before) ? new Fetched.Absent<>() : settled(ask.apply(server)));
  }

  private static <T> Fetched<T> settled(Reply<T> reply) {
    return switch (reply) {
      case Reply.Got<T>(T value) -> new Fetched.Found<>(value);
      case Reply.NotThere<T>(), Reply.NoRepo<T>(), Reply.Hidden<T>() -> new Fetched.Absent<>();
      case Reply.Down<T>(Outage outage) ->
          new Fetched.Unavailable<>(outage.reason(), outage.pause());
    };
  }
}

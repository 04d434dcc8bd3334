package dev.orlop.appview.resolve;

import dev.orlop.appview.cache.Background;
import dev.orlop.appview.cache.Cache;
import dev.orlop.appview.cache.CaffeineCache;
import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.pds.FakePds;
import dev.orlop.appview.pds.PdsLimits;
import dev.orlop.appview.pds.UserRepos;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.GuardedHttp;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.atproto.identity.Resolution;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.testkit.ClockAt;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A directory of identities in memory, a PDS on 127.0.0.1 with Alice's and Bob's repos, a clock
 * that stands still, and what reads all that.
 */
public final class TestNetwork implements AutoCloseable {
  public static final Did ALICE = Did.parse("did:plc:aliceaaaaaaaaaaaaaaaaaaa");
  public static final Did BOB = Did.parse("did:plc:bobbbbbbbbbbbbbbbbbbbbbb");
  public static final Did NOBODY = Did.parse("did:plc:nobodynobodynobodynobody");
  public static final Handle ALICE_TEST = Handle.parse("alice.test");

  public final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  public final Background background = new Background();
  public final FakePds pds = new FakePds();
  public final AtomicInteger lookups = new AtomicInteger();
  public final Cache cache = new CaffeineCache(64 << 20, clock);
  public final Memory memory = new Memory(cache, clock, background);
  public final GuardedHttp http = new GuardedHttp(NetworkPolicy.DEVELOPMENT);
  private final Map<Did, DidDocument> documents = new ConcurrentHashMap<>();
  private final Map<Handle, Did> handles = new ConcurrentHashMap<>();
  private volatile boolean directoryDown;
  public final IdentityDirectory directory =
      new IdentityDirectory(did -> find(documents, did), handle -> find(handles, handle), clock);
  public final Accounts accounts = new Accounts(directory, memory);
  public final HoldServers holdServers = new HoldServers(directory, memory);

  public TestNetwork() {
    account(ALICE, ALICE_TEST, pds.origin());
    account(BOB, Handle.parse("bob.test"), pds.origin());
    pds.host(ALICE);
    pds.host(BOB);
  }

  private <K, V> Resolution<V> find(Map<K, V> known, K name) {
    lookups.incrementAndGet();
    if (directoryDown) {
      return new Resolution.Failed<>("the directory is down");
    }
    V found = known.get(name);
    return found == null ? new Resolution.NotFound<>() : new Resolution.Found<>(found);
  }

  /** An account with a handle that leads back, and a server. */
  public void account(Did did, Handle handle, URI server) {
    handles.put(handle, did);
    document(
        new DidDocument(
            did,
            List.of("at://" + handle),
            List.of(),
            List.of(
                new DidDocument.Service(
                    DidDocument.PDS, DidDocument.PDS_TYPE, server.toString()))));
  }

  public void document(DidDocument document) {
    documents.put(document.id(), document);
  }

  /** A hold at the same server as all else, with a document as a hold publishes it. */
  public void hold(Did did) {
    pds.host(did);
    document(
        new DidDocument(
            did,
            List.of(),
            List.of(),
            List.of(new DidDocument.Service("#atcr_hold", "AtcrHold", pds.origin().toString()))));
  }

  /** The handle leads to nobody any more. */
  public void dropHandle(Handle handle) {
    handles.remove(handle);
  }

  public void directoryIsDown(boolean down) {
    directoryDown = down;
  }

  public UserRepos repos() {
    return repos(PdsLimits.DEFAULT);
  }

  public UserRepos repos(PdsLimits limits) {
    return new UserRepos(accounts, http, limits, memory);
  }

  public UserRepos holdRepos() {
    return new UserRepos(holdServers, http, PdsLimits.DEFAULT, memory);
  }

  /** Limits under which one answer may take so long. */
  public static PdsLimits within(Duration answer) {
    PdsLimits usual = PdsLimits.DEFAULT;
    return new PdsLimits(
        answer, answer, usual.maxPageBytes(), usual.maxRecords(), usual.maxListBytes());
  }

  @Override
  public void close() {
    pds.close();
  }
}

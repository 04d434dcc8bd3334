package dev.orlop.atproto.identity;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who is who, with a memory: DID documents and handles are looked up once by however many callers,
 * believed for a while, and answered from memory when the network fails. Safe for use by many
 * threads, which wait for lookups.
 */
public final class IdentityDirectory {
  private final FlightCache<Did, DidDocument> documents;
  private final FlightCache<Handle, Did> handles;
  private final LocalIdentities local;

  /** Over the two kinds of lookup, with the usual times. */
  public IdentityDirectory(DidResolver dids, HandleResolver handles, InstantSource clock) {
    this(dids, handles, CacheTimes.DOCUMENTS, CacheTimes.HANDLES, clock);
  }

  /** Over the two kinds of lookup. */
  public IdentityDirectory(
      DidResolver dids,
      HandleResolver handles,
      CacheTimes documentTimes,
      CacheTimes handleTimes,
      InstantSource clock) {
    this(
        LocalIdentities.NONE,
        new FlightCache<>(documentTimes, clock, dids::resolve),
        new FlightCache<>(handleTimes, clock, handles::resolve));
  }

  private IdentityDirectory(
      LocalIdentities local,
      FlightCache<Did, DidDocument> documents,
      FlightCache<Handle, Did> handles) {
    this.local = local;
    this.documents = documents;
    this.handles = handles;
  }

  /** The same memory for a server that is asked itself first. */
  public IdentityDirectory knowing(LocalIdentities itself) {
    return new IdentityDirectory(itself, documents, handles);
  }

  /** The one for a server: guarded fetches, DNS and well-known files in parallel. */
  public static IdentityDirectory ofNetwork(Lookups lookups, InstantSource clock) {
    GuardedHttp http = new GuardedHttp(lookups.policy());
    HandleResolver dns =
        lookups.nameServers().isEmpty()
            ? DnsHandleResolver.ofSystem()
            : DnsHandleResolver.at(lookups.nameServers());
    return new IdentityDirectory(
        new NetworkDidResolver(http, lookups.plcDirectory()),
        new ParallelHandleResolver(
            lookups.policy(), dns, new WellKnownHandleResolver(http, lookups.localHandlePort())),
        clock);
  }

  /**
   * The account that {@code name} leads to. A handle whose DID does not claim it leads nowhere; a
   * DID whose handle does not lead back has the handle {@link Handle#INVALID}.
   */
  public Resolution<Identity> resolve(AtIdentifier name) {
    return switch (name) {
      case Did did -> document(did).then(document -> found(did, document));
      case Handle handle -> behind(handle).then(did -> claimed(handle, did, document(did)));
    };
  }

  /**
   * Like {@link #resolve}, looked up again: for those with a memory of their own, whose age would
   * come on top. When the network fails, what was known is still answered.
   */
  public Resolution<Identity> resolveAgain(AtIdentifier name) {
    return switch (name) {
      case Did did -> fresh(did).then(document -> found(did, document));
      case Handle handle -> claimed(handle).then(did -> claimed(handle, did, fresh(did)));
    };
  }

  /** The document of {@code did}; its handle is not looked at. */
  public Resolution<DidDocument> document(Did did) {
    return local.document(did.canonical()).orElseGet(() -> documents.get(did.canonical()));
  }

  /** The DID behind {@code handle}, verified both ways. */
  public Resolution<Did> did(Handle handle) {
    return behind(handle)
        .then(did -> claimed(handle, did, document(did)))
        .then(identity -> new Resolution.Found<>(identity.did()));
  }

  /** The DID that {@code handle} leads to, whether or not that claims it; looked up again. */
  public Resolution<Did> claimed(Handle handle) {
    return local.did(handle).orElseGet(() -> handles.ask(handle));
  }

  /**
   * Looks {@code did} up again, as after a signature that does not verify: the account may have a
   * new key. Refreshes of one DID within a few seconds are one.
   */
  public Resolution<DidDocument> refresh(Did did) {
    return local.document(did.canonical()).orElseGet(() -> documents.refresh(did.canonical()));
  }

  /**
   * Looks {@code did} up again even if that was done a moment ago. For those who have changed it,
   * or were told so by its owner.
   */
  public Resolution<DidDocument> fresh(Did did) {
    return local.document(did.canonical()).orElseGet(() -> documents.ask(did.canonical()));
  }

  private Resolution<Did> behind(Handle handle) {
    return local.did(handle).orElseGet(() -> handles.get(handle));
  }

  private static Resolution<Identity> claimed(
      Handle handle, Did did, Resolution<DidDocument> found) {
    return found.then(
        document ->
            document.handle().equals(Optional.of(handle))
                ? new Resolution.Found<>(new Identity(did, handle, document))
                : new Resolution.NotFound<>());
  }

  private Resolution<Identity> found(Did did, DidDocument document) {
    Handle verified =
        document
            .handle()
            .filter(handle -> behind(handle).found().filter(did::equals).isPresent())
            .orElse(Handle.INVALID);
    return new Resolution.Found<>(new Identity(did, verified, document));
  }
}

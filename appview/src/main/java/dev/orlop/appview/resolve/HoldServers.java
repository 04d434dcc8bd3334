package dev.orlop.appview.resolve;

import dev.orlop.appview.cache.CacheKeys;
import dev.orlop.appview.cache.Cached;
import dev.orlop.appview.cache.Codec;
import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.cache.Lifetimes;
import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.pds.RepoServers;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.syntax.Did;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where holds answer, by their DID documents, with a memory. */
public final class HoldServers implements RepoServers {
  /** The service entry of a hold. */
  private static final String SERVICE = "#atcr_hold";

  private final Cached<Did, URI> services;

  /** Those that a directory knows. */
  public HoldServers(IdentityDirectory directory, Memory memory) {
    this.services =
        new Cached<>(
            memory,
            Cached.Naming.of(CacheKeys::hold, Lifetimes.ACCOUNT),
            new Uris(),
            hold -> Resolutions.fetched(hold, directory.fresh(hold)).then(HoldServers::service));
  }

  /** A hold without an entry of its own is looked for where its repo is: it has both in one. */
  private static Fetched<URI> service(DidDocument document) {
    return document
        .serviceOrigin(SERVICE)
        .or(document::pdsEndpoint)
        .<Fetched<URI>>map(Fetched.Found::new)
        .orElseGet(Fetched.Absent::new);
  }

  @Override
  public Fetched<URI> server(Did hold) {
    return services.get(hold.canonical());
  }

  @Override
  public Fetched<URI> serverAgain(Did hold) {
    return services.refresh(hold.canonical());
  }

  private static final class Uris implements Codec<URI> {
    @Override
    public Optional<byte[]> encode(URI value) {
      return Optional.of(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<URI> decode(byte[] bytes) {
      try {
        return Optional.of(URI.create(new String(bytes, StandardCharsets.UTF_8)));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
  }
}

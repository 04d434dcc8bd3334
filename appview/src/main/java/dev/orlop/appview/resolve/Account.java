package dev.orlop.appview.resolve;

import dev.orlop.appview.cache.Codec;
import dev.orlop.atproto.identity.Identity;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import java.net.URI;
import java.util.Optional;

/**
 * Who owns repositories.
 *
 * @param handle verified both ways; {@link Handle#INVALID} if there is none that is
 * @param pds origin of the server that has the account's repo
 */
public record Account(Did did, Handle handle, Optional<URI> pds) {
  private static final int MAX_BYTES = 16 << 10;

  static Account of(Identity identity) {
    return new Account(
        identity.did().canonical(), identity.handle(), identity.document().pdsEndpoint());
  }

  /** The name to show: the handle, or the DID of an account without one. */
  public AtIdentifier shown() {
    return handle.equals(Handle.INVALID) ? did : handle;
  }

  /** Accounts in the cache. */
  static Codec<Account> codec() {
    Codec<DataMap> data = Codec.data(MAX_BYTES);
    return new Codec<>() {
      @Override
      public Optional<byte[]> encode(Account account) {
        return data.encode(
            DataMap.builder()
                .put("did", account.did().toString())
                .put("handle", account.handle().toString())
                .putIfPresent("pds", account.pds())
                .build());
      }

      @Override
      public Optional<Account> decode(byte[] bytes) {
        return data.decode(bytes).flatMap(Account::read);
      }
    };
  }

  private static Optional<Account> read(DataMap map) {
    try {
      return Optional.of(
          new Account(
              Did.parse(map.text("did").orElse("")),
              Handle.parse(map.text("handle").orElse("")),
              map.text("pds").map(URI::create)));
    } catch (InvalidSyntaxException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

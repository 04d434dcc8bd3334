package dev.orlop.cli.remote;

import dev.orlop.atproto.auth.ServiceTokenMinter;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import java.time.InstantSource;
import java.util.Optional;

/** In whose name a command speaks. */
public sealed interface Credentials {
  /** Nobody's: what everybody may see. */
  record Anonymous() implements Credentials {}

  /** Whoever the token was made for; it ends when the token does. */
  record Bearer(String token) implements Credentials {
    @Override
    public String toString() {
      return "Bearer[***]";
    }
  }

  /** An account whose signing key is at hand: a token of a minute is minted for each call. */
  record Account(Did did, SigningKey key) implements Credentials {
    @Override
    public String toString() {
      return "Account[" + did + "]";
    }
  }

  /** The tokens for calls of the service {@code audience}. */
  default XrpcClient.TokenSource tokens(Did audience, InstantSource clock) {
    return switch (this) {
      case Anonymous() -> XrpcClient.TokenSource.NONE;
      case Bearer(String token) -> _ -> Optional.of(token);
      case Account(Did did, SigningKey key) -> {
        ServiceTokenMinter minter = new ServiceTokenMinter(clock);
        yield method ->
            Optional.of(
                minter.mint(key, did, audience.value(), method, ServiceTokenMinter.DEFAULT_LIFE));
      }
    };
  }
}

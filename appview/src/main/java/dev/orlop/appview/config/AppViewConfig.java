package dev.orlop.appview.config;

import dev.orlop.appview.hold.HoldBlobs.Delivery;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.identity.Lookups;
import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.redis.RedisAddress;
import dev.orlop.atproto.xrpc.TrustedProxies;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * All that an AppView is told from outside.
 *
 * @param folder where the key of its tokens lies
 * @param baseUrl under which clients reach it; its host and port are the name of the registry
 * @param listenHost the address to listen on
 * @param listenPort the port to listen on
 * @param defaultHold for those who push and have not chosen a hold
 * @param openToAll whether images may be pulled without signing in, where their holds allow it
 * @param delivery how a blob gets to whoever asks for it
 * @param maxBlobBytes the largest blob that is taken
 * @param cacheBytes how much memory of this process is for what was looked up
 * @param sharedCache where that is kept instead, if several AppViews share it
 * @param limits how often one may call
 * @param trustedProxies whose word is taken on where a call comes from
 * @param lookups how others are found
 */
public record AppViewConfig(
    Path folder,
    URI baseUrl,
    String listenHost,
    int listenPort,
    Optional<HoldRef> defaultHold,
    boolean openToAll,
    Delivery delivery,
    long maxBlobBytes,
    long cacheBytes,
    Optional<RedisAddress> sharedCache,
    Limits limits,
    TrustedProxies trustedProxies,
    Lookups lookups) {
  /**
   * How often one may call; where there is nothing, as often as one likes.
   *
   * @param address anybody without an account, from one address
   * @param account an account, from wherever
   * @param signIn with a name and a password, from one address
   */
  public record Limits(
      Optional<RateLimit> address, Optional<RateLimit> account, Optional<RateLimit> signIn) {}

  /**
   * Reads the environment.
   *
   * @param folder where the key of tokens lies
   * @throws ConfigException with everything that is wrong
   */
  public static AppViewConfig read(Path folder, Map<String, String> environment) {
    return ConfigReader.read(folder, environment);
  }

  /** The name of the registry, which is the first part of the names of its images. */
  public String service() {
    return baseUrl.getAuthority();
  }
}

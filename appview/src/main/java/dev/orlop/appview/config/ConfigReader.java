package dev.orlop.appview.config;

import dev.orlop.appview.hold.HoldBlobs.Delivery;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.atproto.config.SettingSpec;
import dev.orlop.atproto.config.SettingText;
import dev.orlop.atproto.config.Settings;
import dev.orlop.atproto.identity.Lookups;
import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.redis.RedisAddress;
import dev.orlop.atproto.xrpc.TrustedProxies;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Collects the settings, and all that is wrong with them. */
final class ConfigReader {
  private static final String ALL_ADDRESSES = "0.0.0.0";
  private static final String HERE = "127.0.0.1";

  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final Settings<AppViewSetting> settings =
      new Settings<>(AppViewSetting.values(), SettingSpec::environmentName);

  private ConfigReader() {}

  static AppViewConfig read(Path folder, Map<String, String> environment) {
    ConfigReader reader = new ConfigReader();
    reader.settings.readEnvironment(environment);
    return reader.build(folder);
  }

  private AppViewConfig build(Path folder) {
    Optional<Place> place = settings.parse(AppViewSetting.LISTEN, ConfigReader::place);
    Optional<URI> base =
        place.flatMap(where -> settings.parse(AppViewSetting.BASE_URL, text -> base(where, text)));
    Optional<Optional<HoldRef>> hold =
        settings.parse(AppViewSetting.DEFAULT_HOLD, ConfigReader::hold);
    Optional<Boolean> open = settings.parse(AppViewSetting.OPEN, SettingText::bool);
    Optional<Delivery> delivery =
        settings.parse(AppViewSetting.DELIVERY, SettingText.oneOf(Delivery.values()));
    Optional<Long> blob = settings.parse(AppViewSetting.MAX_BLOB_SIZE, SettingText::bytes);
    Optional<Long> cache = settings.parse(AppViewSetting.CACHE_SIZE, SettingText::bytes);
    Optional<Optional<RedisAddress>> shared =
        settings.parse(AppViewSetting.CACHE, ConfigReader::shared);
    Optional<Optional<RateLimit>> address =
        settings.parse(AppViewSetting.LIMIT_ADDRESS, ConfigReader::limit);
    Optional<Optional<RateLimit>> account =
        settings.parse(AppViewSetting.LIMIT_ACCOUNT, ConfigReader::limit);
    Optional<Optional<RateLimit>> signIn =
        settings.parse(AppViewSetting.LIMIT_SIGN_IN, ConfigReader::limit);
    Optional<TrustedProxies> proxies =
        settings.parse(AppViewSetting.TRUSTED_PROXIES, TrustedProxies::parse);
    Optional<Lookups> lookups =
        settings.lookups(
            AppViewSetting.PLC_DIRECTORY,
            AppViewSetting.NAME_SERVERS,
            AppViewSetting.DEVELOPMENT,
            AppViewSetting.LOCAL_HANDLE_PORT);
    settings.requireSound();
    return new AppViewConfig(
        folder,
        base.orElseThrow(),
        place.orElseThrow().host(),
        place.orElseThrow().port(),
        hold.orElseThrow(),
        open.orElseThrow(),
        delivery.orElseThrow(),
        blob.orElseThrow(),
        cache.orElseThrow(),
        shared.orElseThrow(),
        new AppViewConfig.Limits(
            address.orElseThrow(), account.orElseThrow(), signIn.orElseThrow()),
        proxies.orElseThrow(),
        lookups.orElseThrow());
  }

  /** So many in the window; 0 for as many as one likes. */
  private static Optional<RateLimit> limit(String text) {
    int calls = SettingText.count(text);
    return calls == 0 ? Optional.empty() : Optional.of(new RateLimit(calls, WINDOW));
  }

  /** Where to listen. */
  private record Place(String host, int port) {}

  /** {@code host:port}, or {@code :port} for all addresses of this machine. */
  private static Place place(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("must be an address, a colon and a port, such as :5000");
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    return new Place(
        bare.isEmpty() ? ALL_ADDRESSES : bare, SettingText.port(text.substring(colon + 1)));
  }

  /** Clients on this machine can be told where to go without anybody saying so; others cannot. */
  private static URI base(Place place, String text) {
    if (!text.isEmpty()) {
      return SettingText.origin(text);
    }
    if (place.port() == 0) {
      throw new IllegalArgumentException("must be said where any free port is listened on");
    }
    return URI.create("http://" + HERE + ":" + place.port());
  }

  private static Optional<RedisAddress> shared(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(RedisAddress.parse(text));
  }

  private static Optional<HoldRef> hold(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        HoldRef.parse(text)
            .orElseThrow(() -> new IllegalArgumentException("must be a DID, or a URL")));
  }
}

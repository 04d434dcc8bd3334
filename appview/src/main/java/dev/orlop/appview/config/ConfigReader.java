package dev.orlop.appview.config;

import dev.orlop.appview.config.AppViewConfig.Lookups;
import dev.orlop.appview.hold.HoldBlobs.Delivery;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.config.SettingText;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.atproto.xrpc.TrustedProxies;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the settings, and all that is wrong with them. */
final class ConfigReader {
  private static final String ALL_ADDRESSES = "0.0.0.0";
  private static final String HERE = "127.0.0.1";

  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private final List<String> faults = new ArrayList<>();

  private ConfigReader(Map<String, String> environment) {
    for (Setting setting : Setting.values()) {
      for (String name : setting.names()) {
        @Nullable String value = environment.get(name);
        if (value != null && !value.isBlank()) {
          values.put(setting, value.strip());
        }
      }
    }
  }

  static AppViewConfig read(Path folder, Map<String, String> environment) {
    return new ConfigReader(environment).build(folder);
  }

  private AppViewConfig build(Path folder) {
    Optional<Place> place = parse(Setting.LISTEN, ConfigReader::place);
    Optional<URI> base = place.flatMap(where -> parse(Setting.BASE_URL, text -> base(where, text)));
    Optional<Optional<HoldRef>> hold = parse(Setting.DEFAULT_HOLD, ConfigReader::hold);
    Optional<Boolean> open = parse(Setting.OPEN, SettingText::bool);
    Optional<Delivery> delivery = parse(Setting.DELIVERY, SettingText.oneOf(Delivery.values()));
    Optional<Long> blob = parse(Setting.MAX_BLOB_SIZE, SettingText::bytes);
    Optional<Long> cache = parse(Setting.CACHE_SIZE, SettingText::bytes);
    Optional<TrustedProxies> proxies = parse(Setting.TRUSTED_PROXIES, TrustedProxies::parse);
    Optional<Lookups> lookups = lookups();
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
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
        proxies.orElseThrow(),
        lookups.orElseThrow());
  }

  private Optional<Lookups> lookups() {
    Optional<URI> plc = parse(Setting.PLC_DIRECTORY, SettingText::origin);
    Optional<List<InetSocketAddress>> servers =
        parse(Setting.NAME_SERVERS, SettingText::nameServers);
    Optional<Boolean> development = parse(Setting.DEVELOPMENT, SettingText::bool);
    Optional<Integer> handlePort = parse(Setting.LOCAL_HANDLE_PORT, SettingText::port);
    return plc.isPresent()
            && servers.isPresent()
            && development.isPresent()
            && handlePort.isPresent()
        ? Optional.of(
            new Lookups(
                development.get() ? NetworkPolicy.DEVELOPMENT : NetworkPolicy.PUBLIC_ONLY,
                plc.get(),
                servers.get(),
                handlePort.get()))
        : Optional.empty();
  }

  private <T> Optional<T> parse(Setting setting, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(values.getOrDefault(setting, setting.absent())));
    } catch (IllegalArgumentException e) {
      faults.add(setting.environmentName() + ": " + e.getMessage());
      return Optional.empty();
    }
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

  private static Optional<HoldRef> hold(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        HoldRef.parse(text)
            .orElseThrow(() -> new IllegalArgumentException("must be a DID, or a URL")));
  }
}

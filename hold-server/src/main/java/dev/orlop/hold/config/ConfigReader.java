package dev.orlop.hold.config;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.config.SettingText;
import dev.orlop.atproto.xrpc.TrustedProxies;
import dev.orlop.hold.events.EventLog;
import dev.orlop.hold.events.FirehoseSettings;
import dev.orlop.hold.pds.CompactionRule;
import dev.orlop.hold.pds.accounts.HostingSettings;
import dev.orlop.hold.pds.accounts.HostingSettings.DidMethod;
import dev.orlop.hold.pull.Delivery;
import dev.orlop.hold.pull.Durability;
import dev.orlop.hold.pull.PullRule;
import dev.orlop.hold.pull.Pulls;
import dev.orlop.hold.pull.StatsFolder;
import dev.orlop.hold.upload.UploadLimits;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.config.yaml.YamlConfigParser;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a hold's configuration. */
public final class ConfigReader {
  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private final List<String> faults = new ArrayList<>();

  private ConfigReader() {}

  /**
   * Reads the file in {@code folder}, if there is one, and the environment.
   *
   * @throws ConfigException with everything that is wrong
   */
  public static HoldConfig read(Path folder, Map<String, String> environment) {
    ConfigReader reader = new ConfigReader();
    reader.readFile(folder.resolve(HoldConfig.FILE));
    reader.readEnvironment(environment);
    return reader.build(folder);
  }

  private void readFile(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    Map<String, String> entries;
    try {
      entries =
          Config.builder()
              .sources(ConfigSources.file(file).parser(YamlConfigParser.create()))
              .disableEnvironmentVariablesSource()
              .disableSystemPropertiesSource()
              .build()
              .asMap()
              .orElse(Map.of());
    } catch (RuntimeException e) {
      faults.add(file + " cannot be read: " + e.getMessage());
      return;
    }
    Set<String> unknown = new TreeSet<>(entries.keySet());
    for (Setting setting : Setting.values()) {
      @Nullable String value = entries.get(setting.key());
      if (value != null) {
        values.put(setting, value);
        unknown.remove(setting.key());
      }
    }
    unknown.forEach(key -> faults.add(file + ": unknown key " + key));
  }

  private void readEnvironment(Map<String, String> environment) {
    for (Setting setting : Setting.values()) {
      List<String> names = new ArrayList<>(setting.otherNames());
      names.add(setting.environmentName());
      for (String name : names) {
        @Nullable String value = environment.get(name);
        if (value != null && !value.isBlank()) {
          values.put(setting, value.strip());
        }
      }
    }
  }

  private HoldConfig build(Path folder) {
    Optional<URI> publicUrl = parse(Setting.PUBLIC_URL, SettingText::origin);
    Optional<Integer> port = parse(Setting.LISTEN_PORT, SettingText::port);
    Optional<URI> plc = parse(Setting.PLC_DIRECTORY, SettingText::origin);
    Optional<List<InetSocketAddress>> servers =
        parse(Setting.NAME_SERVERS, SettingText::nameServers);
    Optional<Boolean> development = parse(Setting.DEVELOPMENT, SettingText::bool);
    Optional<Integer> handlePort = parse(Setting.LOCAL_HANDLE_PORT, SettingText::port);
    Optional<Boolean> strict = parse(Setting.STRICT_LXM, SettingText::bool);
    Optional<Boolean> single = parse(Setting.SINGLE_USE_TOKENS, SettingText::bool);
    Optional<Path> blobs = parse(Setting.BLOBS, text -> blobs(folder, text));
    Optional<Delivery> delivery = parse(Setting.DELIVERY, SettingText.oneOf(Delivery.values()));
    Optional<UploadLimits> uploads = parse(Setting.MAX_BLOB_SIZE, ConfigReader::uploads);
    Optional<Long> recordBlobs = parse(Setting.MAX_RECORD_BLOB_SIZE, SettingText::bytes);
    Optional<PullRule.UnknownBlobs> unknown =
        parse(Setting.UNKNOWN_BLOBS, SettingText.oneOf(PullRule.UnknownBlobs.values()));
    Optional<Durability> durability =
        parse(Setting.DURABILITY, SettingText.oneOf(Durability.values()));
    Optional<HostingSettings> accounts = publicUrl.flatMap(this::accounts);
    Optional<Duration> retention = parse(Setting.FIREHOSE_RETENTION, ConfigReader::hours);
    Optional<Integer> subscribers = parse(Setting.MAX_SUBSCRIBERS, SettingText::count);
    Optional<Integer> perAddress = parse(Setting.MAX_SUBSCRIBERS_PER_ADDRESS, SettingText::count);
    Optional<TrustedProxies> proxies = parse(Setting.TRUSTED_PROXIES, TrustedProxies::parse);
    Optional<Long> compactAbove = parse(Setting.COMPACT_ABOVE, SettingText::bytes);
    Optional<Integer> compactFactor = parse(Setting.COMPACT_FACTOR, SettingText::count);
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return new HoldConfig(
        folder,
        publicUrl.orElseThrow(),
        text(Setting.LISTEN_HOST),
        port.orElseThrow(),
        plc.orElseThrow(),
        servers.orElseThrow(),
        development.orElseThrow(),
        handlePort.orElseThrow(),
        strict.orElseThrow(),
        single.orElseThrow(),
        blobs.orElseThrow(),
        delivery.orElseThrow(),
        uploads.orElseThrow(),
        recordBlobs.orElseThrow(),
        new Pulls.Settings(
            unknown.orElseThrow(), durability.orElseThrow(), StatsFolder.Settings.DEFAULT),
        accounts.orElseThrow(),
        new FirehoseSettings(
            EventLog.Settings.DEFAULT.withRetention(retention.orElseThrow()),
            subscribers.orElseThrow(),
            perAddress.orElseThrow()),
        proxies.orElseThrow(),
        new CompactionRule(compactAbove.orElseThrow(), compactFactor.orElseThrow()));
  }

  private Optional<HostingSettings> accounts(URI publicUrl) {
    Optional<Boolean> enabled = parse(Setting.ACCOUNTS, SettingText::bool);
    Optional<Boolean> invites = parse(Setting.INVITES, SettingText::bool);
    Optional<List<String>> domains =
        parse(Setting.HANDLE_DOMAINS, text -> domains(publicUrl, text));
    Optional<DidMethod> method = parse(Setting.DID_METHOD, SettingText.oneOf(DidMethod.values()));
    return enabled.isPresent() && invites.isPresent() && domains.isPresent() && method.isPresent()
        ? Optional.of(
            new HostingSettings(enabled.get(), invites.get(), domains.get(), method.get()))
        : Optional.empty();
  }

  /** Handles are given out under the server's own name unless others are said. */
  private static List<String> domains(URI publicUrl, String text) {
    List<String> domains = new ArrayList<>();
    for (String part :
        (text.isBlank() ? String.valueOf(publicUrl.getHost()) : text).split(",", -1)) {
      String domain = part.strip().toLowerCase(Locale.ROOT);
      domain = domain.startsWith(".") ? domain.substring(1) : domain;
      if (!domain.matches("[a-z0-9-]+(\\.[a-z0-9-]+)*")) {
        throw new IllegalArgumentException("must be names of domains, with commas between");
      }
      domains.add(domain);
    }
    return domains;
  }

  private String text(Setting setting) {
    return values.getOrDefault(setting, setting.absent());
  }

  private <T> Optional<T> parse(Setting setting, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text(setting)));
    } catch (IllegalArgumentException e) {
      faults.add(setting.key() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Duration hours(String text) {
    return Duration.ofHours(SettingText.count(text));
  }

  private static Path blobs(Path folder, String text) {
    return text.isEmpty() ? folder.resolve("blobs") : folder.resolve(text);
  }

  private static UploadLimits uploads(String text) {
    return UploadLimits.DEFAULT.withMaxBlobBytes(SettingText.bytes(text));
  }
}

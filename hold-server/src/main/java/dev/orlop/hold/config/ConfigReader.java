package dev.orlop.hold.config;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.config.SettingSpec;
import dev.orlop.atproto.config.SettingText;
import dev.orlop.atproto.config.Settings;
import dev.orlop.atproto.identity.Lookups;
import dev.orlop.atproto.redis.RedisAddress;
import dev.orlop.atproto.xrpc.TrustedProxies;
import dev.orlop.hold.events.EventLog;
import dev.orlop.hold.events.FirehoseSettings;
import dev.orlop.hold.gc.GcSettings;
import dev.orlop.hold.pds.CompactionRule;
import dev.orlop.hold.pds.WriteLimits;
import dev.orlop.hold.pds.accounts.HostingSettings;
import dev.orlop.hold.pds.accounts.HostingSettings.DidMethod;
import dev.orlop.hold.pull.Durability;
import dev.orlop.hold.pull.PullRule;
import dev.orlop.hold.pull.Pulls;
import dev.orlop.hold.pull.StatsFolder;
import dev.orlop.hold.quota.QuotaSettings;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.upload.UploadLimits;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.config.yaml.YamlConfigParser;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a hold's configuration. */
public final class ConfigReader {
  private final Settings<HoldSetting> settings =
      new Settings<>(HoldSetting.values(), SettingSpec::key);

  private ConfigReader() {}

  /**
   * Reads the file in {@code folder}, if there is one, and the environment.
   *
   * @throws ConfigException with everything that is wrong
   */
  public static HoldConfig read(Path folder, Map<String, String> environment) {
    ConfigReader reader = new ConfigReader();
    reader.readFile(folder.resolve(HoldConfig.FILE));
    reader.settings.readEnvironment(environment);
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
      settings.fault(file + " cannot be read: " + e.getMessage());
      return;
    }
    Set<String> unknown = new TreeSet<>(entries.keySet());
    for (HoldSetting setting : HoldSetting.values()) {
      @Nullable String value = entries.get(setting.spec().key());
      if (value != null) {
        settings.put(setting, value);
        unknown.remove(setting.spec().key());
      }
    }
    unknown.forEach(key -> settings.fault(file + ": unknown key " + key));
  }

  private HoldConfig build(Path folder) {
    Optional<URI> publicUrl = settings.parse(HoldSetting.PUBLIC_URL, SettingText::origin);
    Optional<Integer> port = settings.parse(HoldSetting.LISTEN_PORT, SettingText::port);
    Optional<Lookups> lookups =
        settings.lookups(
            HoldSetting.PLC_DIRECTORY,
            HoldSetting.NAME_SERVERS,
            HoldSetting.DEVELOPMENT,
            HoldSetting.LOCAL_HANDLE_PORT);
    Optional<Boolean> strict = settings.parse(HoldSetting.STRICT_LXM, SettingText::bool);
    Optional<Boolean> single = settings.parse(HoldSetting.SINGLE_USE_TOKENS, SettingText::bool);
    Optional<UploadLimits> uploads =
        settings.parse(HoldSetting.MAX_BLOB_SIZE, ConfigReader::uploads);
    long maxBlobBytes = uploads.orElse(UploadLimits.DEFAULT).maxBlobBytes();
    Optional<Storage> storage = new StorageReader(settings, folder).read(maxBlobBytes);
    Optional<Long> recordBlobs =
        settings.parse(HoldSetting.MAX_RECORD_BLOB_SIZE, SettingText::bytes);
    Optional<PullRule.UnknownBlobs> unknown =
        settings.parse(
            HoldSetting.UNKNOWN_BLOBS, SettingText.oneOf(PullRule.UnknownBlobs.values()));
    Optional<Durability> durability =
        settings.parse(HoldSetting.DURABILITY, SettingText.oneOf(Durability.values()));
    Optional<HostingSettings> accounts = publicUrl.flatMap(this::accounts);
    Optional<Duration> retention =
        settings.parse(HoldSetting.FIREHOSE_RETENTION, ConfigReader::hours);
    Optional<Integer> subscribers = settings.parse(HoldSetting.MAX_SUBSCRIBERS, SettingText::count);
    Optional<Integer> perAddress =
        settings.parse(HoldSetting.MAX_SUBSCRIBERS_PER_ADDRESS, SettingText::count);
    Optional<TrustedProxies> proxies =
        settings.parse(HoldSetting.TRUSTED_PROXIES, TrustedProxies::parse);
    Optional<Long> compactAbove = settings.parse(HoldSetting.COMPACT_ABOVE, SettingText::bytes);
    Optional<Integer> compactFactor =
        settings.parse(HoldSetting.COMPACT_FACTOR, SettingText::count);
    Optional<CallLimits> limits = limits();
    Optional<Long> reserve = settings.parse(HoldSetting.DISK_RESERVE, ConfigReader::reserve);
    Optional<QuotaSettings> quota = settings.parse(HoldSetting.QUOTA_TIERS, this::quota);
    Optional<Optional<DatabaseSettings>> database = new DatabaseReader(settings, folder).read();
    Optional<GcSettings> gc = gc();
    settings.requireSound();
    return new HoldConfig(
        folder,
        publicUrl.orElseThrow(),
        settings.text(HoldSetting.LISTEN_HOST),
        port.orElseThrow(),
        lookups.orElseThrow(),
        strict.orElseThrow(),
        single.orElseThrow(),
        storage.orElseThrow(),
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
        new CompactionRule(compactAbove.orElseThrow(), compactFactor.orElseThrow()),
        limits.orElseThrow(),
        reserve.orElseThrow(),
        quota.orElseThrow(),
        database.orElseThrow(),
        gc.orElseThrow());
  }

  private Optional<CallLimits> limits() {
    Optional<Integer> records = settings.parse(HoldSetting.WRITES_PER_MINUTE, SettingText::count);
    Optional<Integer> blobs = settings.parse(HoldSetting.BLOBS_PER_MINUTE, SettingText::count);
    Optional<Integer> connections =
        settings.parse(HoldSetting.CONNECTIONS_PER_ADDRESS, SettingText::count);
    Optional<Optional<RedisAddress>> shared =
        settings.parse(HoldSetting.LIMITS_REDIS, ConfigReader::redis);
    return records.isPresent() && blobs.isPresent() && connections.isPresent() && shared.isPresent()
        ? Optional.of(
            new CallLimits(
                new WriteLimits(records.get(), blobs.get()), shared.get(), connections.get()))
        : Optional.empty();
  }

  private static Optional<RedisAddress> redis(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(RedisAddress.parse(text));
  }

  private Optional<GcSettings> gc() {
    Optional<Duration> every = settings.parse(HoldSetting.GC_EVERY, ConfigReader::hours);
    Optional<Duration> grace = settings.parse(HoldSetting.GC_GRACE, ConfigReader::hours);
    Optional<Duration> interval =
        settings
            .parse(HoldSetting.GC_INTERVAL, SettingText::count)
            .map(minutes -> Duration.ofMinutes(minutes));
    Optional<Duration> trash = settings.parse(HoldSetting.GC_TRASH, ConfigReader::hours);
    Optional<Duration> lease = settings.parse(HoldSetting.GC_LEASE, ConfigReader::hours);
    Optional<Integer> percent = settings.parse(HoldSetting.GC_MAX_PERCENT, SettingText::count);
    return every.isPresent()
            && grace.isPresent()
            && interval.isPresent()
            && trash.isPresent()
            && lease.isPresent()
            && percent.isPresent()
        ? Optional.of(
            new GcSettings(
                every.get(), grace.get(), interval.get(), trash.get(), lease.get(), percent.get()))
        : Optional.empty();
  }

  private Optional<HostingSettings> accounts(URI publicUrl) {
    Optional<Boolean> enabled = settings.parse(HoldSetting.ACCOUNTS, SettingText::bool);
    Optional<Boolean> invites = settings.parse(HoldSetting.INVITES, SettingText::bool);
    Optional<List<String>> domains =
        settings.parse(HoldSetting.HANDLE_DOMAINS, text -> domains(publicUrl, text));
    Optional<DidMethod> method =
        settings.parse(HoldSetting.DID_METHOD, SettingText.oneOf(DidMethod.values()));
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

  private QuotaSettings quota(String tiers) {
    return QuotaSettings.parse(
        tiers,
        settings.text(HoldSetting.QUOTA_DEFAULT_TIER),
        settings.text(HoldSetting.QUOTA_TRUSTED_APPVIEWS));
  }

  private static Duration hours(String text) {
    return Duration.ofHours(SettingText.count(text));
  }

  /** None may be asked for. */
  private static long reserve(String text) {
    return text.equals("0") ? 0 : SettingText.bytes(text);
  }

  private static UploadLimits uploads(String text) {
    return UploadLimits.DEFAULT.withMaxBlobBytes(SettingText.bytes(text));
  }
}

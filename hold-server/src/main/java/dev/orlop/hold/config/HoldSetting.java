package dev.orlop.hold.config;

import dev.orlop.atproto.config.Setting;
import dev.orlop.atproto.config.SettingSpec;
import java.util.List;

/** Every setting: its key, its other names in the environment, and its default. */
enum HoldSetting implements Setting {
  PUBLIC_URL("public-url", "http://127.0.0.1:8080", "HOLD_PUBLIC_URL"),
  LISTEN_HOST("listen-host", "127.0.0.1"),
  LISTEN_PORT("listen-port", "8080"),
  TRUSTED_PROXIES("trusted-proxies", ""),
  PLC_DIRECTORY("plc-directory", "https://plc.directory"),
  NAME_SERVERS("name-servers", ""),
  DEVELOPMENT("development", "false"),
  LOCAL_HANDLE_PORT("local-handle-port", "80"),
  STRICT_LXM("auth.strict-lxm", "false"),
  SINGLE_USE_TOKENS("auth.single-use-tokens", "false"),
  BLOBS("blobs.folder", "", "STORAGE_ROOT_DIR"),
  DRIVER("blobs.driver", "file", "STORAGE_DRIVER"),
  DELIVERY("blobs.delivery", "auto"),
  ACCEL_HEADER("blobs.accel-header", "X-Accel-Redirect"),
  ACCEL_PREFIX("blobs.accel-prefix", "/orlop-blobs/"),
  S3_BUCKET("s3.bucket", "", "S3_BUCKET"),
  S3_REGION("s3.region", "us-east-1", "AWS_REGION"),
  S3_ENDPOINT("s3.endpoint", "", "S3_ENDPOINT"),
  S3_PUBLIC_ENDPOINT("s3.public-endpoint", "", "S3_PUBLIC_ENDPOINT"),
  S3_ACCESS_KEY_ID("s3.access-key-id", "", "AWS_ACCESS_KEY_ID"),
  S3_ACCESS_KEY_ID_FILE("s3.access-key-id-file", "", "AWS_ACCESS_KEY_ID_FILE"),
  S3_SECRET_ACCESS_KEY("s3.secret-access-key", "", "AWS_SECRET_ACCESS_KEY"),
  S3_SECRET_ACCESS_KEY_FILE("s3.secret-access-key-file", "", "AWS_SECRET_ACCESS_KEY_FILE"),
  S3_PATH_STYLE("s3.path-style", "auto"),
  S3_PREFIX("s3.prefix", ""),
  S3_CHECKSUMS("s3.checksums", "when-required"),
  S3_URL_MINUTES("s3.url-minutes", "15"),
  MAX_BLOB_SIZE("blobs.max-size", "10737418240"),
  MAX_RECORD_BLOB_SIZE("pds.blob-max-size", "104857600"),
  GC_EVERY("gc.every-hours", "0"),
  GC_GRACE("gc.grace-hours", "24"),
  GC_INTERVAL("gc.interval-minutes", "60"),
  GC_TRASH("gc.trash-hours", "72"),
  GC_LEASE("gc.lease-hours", "24"),
  GC_MAX_PERCENT("gc.max-percent", "50"),
  COMPACT_ABOVE("repos.compact-above", "67108864"),
  COMPACT_FACTOR("repos.compact-factor", "4"),
  DATABASE_URL("database.url", ""),
  DATABASE_USER("database.user", ""),
  DATABASE_PASSWORD("database.password", ""),
  DATABASE_PASSWORD_FILE("database.password-file", ""),
  DATABASE_CONNECTIONS("database.connections", "10"),
  ACCOUNTS("accounts.enabled", "false"),
  INVITES("accounts.invites", "true"),
  HANDLE_DOMAINS("accounts.domains", ""),
  DID_METHOD("accounts.did-method", "plc"),
  UNKNOWN_BLOBS("stats.unknown-blobs", "count"),
  DURABILITY("stats.durability", "process"),
  QUOTA_TIERS("quota.tiers", ""),
  QUOTA_DEFAULT_TIER("quota.default-tier", ""),
  QUOTA_TRUSTED_APPVIEWS("quota.trusted-appviews", ""),
  FIREHOSE_RETENTION("firehose.retention-hours", "72"),
  WRITES_PER_MINUTE("limits.writes-per-minute", "60"),
  BLOBS_PER_MINUTE("limits.blobs-per-minute", "30"),
  LIMITS_REDIS("limits.redis", ""),
  CONNECTIONS_PER_ADDRESS("limits.connections-per-address", "2000"),
  DISK_RESERVE("limits.disk-reserve", "268435456"),
  MAX_SUBSCRIBERS("firehose.max-subscribers", "5000"),
  MAX_SUBSCRIBERS_PER_ADDRESS("firehose.max-subscribers-per-address", "1000");

  private final SettingSpec spec;

  HoldSetting(String key, String absent, String... otherNames) {
    this.spec = new SettingSpec("ORLOP_", key, absent, List.of(otherNames));
  }

  @Override
  public SettingSpec spec() {
    return spec;
  }
}

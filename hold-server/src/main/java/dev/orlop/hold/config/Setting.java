package dev.orlop.hold.config;

import java.util.List;
import java.util.Locale;

/** Every setting: its key, its other names in the environment, and its default. */
enum Setting {
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
  DELIVERY("blobs.delivery", "auto"),
  MAX_BLOB_SIZE("blobs.max-size", "10737418240"),
  MAX_RECORD_BLOB_SIZE("pds.blob-max-size", "104857600"),
  COMPACT_ABOVE("repos.compact-above", "67108864"),
  COMPACT_FACTOR("repos.compact-factor", "4"),
  ACCOUNTS("accounts.enabled", "false"),
  INVITES("accounts.invites", "true"),
  HANDLE_DOMAINS("accounts.domains", ""),
  DID_METHOD("accounts.did-method", "plc"),
  UNKNOWN_BLOBS("stats.unknown-blobs", "count"),
  DURABILITY("stats.durability", "process"),
  FIREHOSE_RETENTION("firehose.retention-hours", "72"),
  MAX_SUBSCRIBERS("firehose.max-subscribers", "5000"),
  MAX_SUBSCRIBERS_PER_ADDRESS("firehose.max-subscribers-per-address", "1000");

  private final String key;
  private final String absent;
  private final List<String> otherNames;

  Setting(String key, String absent, String... otherNames) {
    this.key = key;
    this.absent = absent;
    this.otherNames = List.of(otherNames);
  }

  String key() {
    return key;
  }

  String absent() {
    return absent;
  }

  String environmentName() {
    return "ORLOP_" + key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }

  List<String> otherNames() {
    return otherNames;
  }
}

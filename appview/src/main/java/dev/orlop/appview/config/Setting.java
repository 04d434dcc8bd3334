package dev.orlop.appview.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Every setting: its key, its other names in the environment, and its default. */
enum Setting {
  LISTEN("listen", ":5000", "ATCR_HTTP_ADDR"),
  BASE_URL("base-url", "", "ATCR_BASE_URL"),
  DEFAULT_HOLD("default-hold", "", "ATCR_DEFAULT_HOLD_DID"),
  OPEN("open", "true"),
  DELIVERY("delivery", "redirect"),
  MAX_BLOB_SIZE("max-blob-size", "68719476736"),
  CACHE_SIZE("cache-size", "134217728"),
  TRUSTED_PROXIES("trusted-proxies", ""),
  PLC_DIRECTORY("plc-directory", "https://plc.directory"),
  NAME_SERVERS("name-servers", ""),
  DEVELOPMENT("development", "false"),
  LOCAL_HANDLE_PORT("local-handle-port", "80");

  private final String key;
  private final String absent;
  private final List<String> otherNames;

  Setting(String key, String absent, String... otherNames) {
    this.key = key;
    this.absent = absent;
    this.otherNames = List.of(otherNames);
  }

  String absent() {
    return absent;
  }

  String environmentName() {
    return "ORLOP_APPVIEW_" + key.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** Its names; the last one that is set counts. */
  List<String> names() {
    return Stream.concat(otherNames.stream(), Stream.of(environmentName())).toList();
  }
}

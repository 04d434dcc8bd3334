package dev.orlop.appview.config;

import dev.orlop.atproto.config.Setting;
import dev.orlop.atproto.config.SettingSpec;
import java.util.List;

/** Every setting: its key, its other names in the environment, and its default. */
enum AppViewSetting implements Setting {
  LISTEN("listen", "127.0.0.1:5000", "ATCR_HTTP_ADDR"),
  BASE_URL("base-url", "", "ATCR_BASE_URL"),
  DEFAULT_HOLD("default-hold", "", "ATCR_DEFAULT_HOLD_DID"),
  OPEN("open", "true"),
  DELIVERY("delivery", "redirect"),
  MAX_BLOB_SIZE("max-blob-size", "68719476736"),
  CACHE("cache", ""),
  CACHE_SIZE("cache-size", "134217728"),
  LIMIT_ADDRESS("limit-address", "12000"),
  LIMIT_ACCOUNT("limit-account", "60000"),
  LIMIT_SIGN_IN("limit-sign-in", "600"),
  TRUSTED_PROXIES("trusted-proxies", ""),
  PLC_DIRECTORY("plc-directory", "https://plc.directory"),
  NAME_SERVERS("name-servers", ""),
  DEVELOPMENT("development", "false"),
  LOCAL_HANDLE_PORT("local-handle-port", "80");

  private final SettingSpec spec;

  AppViewSetting(String key, String absent, String... otherNames) {
    this.spec = new SettingSpec("ORLOP_APPVIEW_", key, absent, List.of(otherNames));
  }

  @Override
  public SettingSpec spec() {
    return spec;
  }
}

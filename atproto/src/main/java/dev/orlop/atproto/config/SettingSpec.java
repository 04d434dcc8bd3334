package dev.orlop.atproto.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A setting's names and its default.
 *
 * @param prefix before its name in the environment, such as {@code ORLOP_}
 * @param key in lower case, with dashes between words and dots between groups
 * @param absent what it is if nobody says
 * @param otherNames that it also has in the environment
 */
public record SettingSpec(String prefix, String key, String absent, List<String> otherNames) {
  /** Copies the list. */
  public SettingSpec {
    otherNames = List.copyOf(otherNames);
  }

  /** The prefix, and the key in capitals. */
  public String environmentName() {
    return prefix + key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** All names in the environment; the last one that is set counts. */
  Stream<String> environmentNames() {
    return Stream.concat(otherNames.stream(), Stream.of(environmentName()));
  }
}

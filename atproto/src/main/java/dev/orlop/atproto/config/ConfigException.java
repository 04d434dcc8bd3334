package dev.orlop.atproto.config;

import java.util.List;

/** A configuration that cannot be used. Holds every fault that was found. */
public final class ConfigException extends RuntimeException {
  private final List<String> faults;

  /** One line for each fault. */
  public ConfigException(List<String> faults) {
    super(String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  /** One line for each fault. */
  public List<String> faults() {
    return faults;
  }
}

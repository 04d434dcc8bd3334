package dev.orlop.hold.pds.accounts;

import java.util.Locale;

/** How an account stands, as the network is told. */
public enum AccountStatus {
  /** Its repo can be read and written. */
  ACTIVE,
  /** Its owner wants it hidden, or it has not arrived here yet. */
  DEACTIVATED,
  /** The operator hid it. */
  TAKENDOWN,
  /** It is gone. */
  DELETED;

  /** Whether its repo is served. */
  public boolean isActive() {
    return this == ACTIVE;
  }

  /** The word of the lexicons; an active account has none. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.orlop.hold.pds.accounts;

import java.util.List;

/**
 * On what terms accounts are kept for others.
 *
 * @param enabled whether accounts can be created at all, but by the operator
 * @param invites whether that takes an invite code
 * @param domains under which handles are given out, in lower case, without a dot in front
 * @param didMethod of new accounts
 */
public record HostingSettings(
    boolean enabled, boolean invites, List<String> domains, DidMethod didMethod) {
  /** Copies the list. */
  public HostingSettings {
    domains = List.copyOf(domains);
  }

  /** What kind of DID a new account gets. */
  public enum DidMethod {
    /** One of the directory, which can move to another server. */
    PLC,
    /** One of the operator's domain, which needs nobody else and stays there. */
    WEB
  }
}

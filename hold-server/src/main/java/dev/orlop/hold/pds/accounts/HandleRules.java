package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Handle;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which handles this server gives out. */
public final class HandleRules {
  private static final int MIN_LENGTH = 3;
  private static final int MAX_LENGTH = 18;

  /** Names that would be taken for the server's, or for somebody's who speaks for it. */
  private static final Set<String> RESERVED =
      Set.of(
          "abuse",
          "account",
          "accounts",
          "admin",
          "administrator",
          "api",
          "appview",
          "app",
          "assets",
          "atproto",
          "auth",
          "autoconfig",
          "autodiscover",
          "billing",
          "blob",
          "blobs",
          "blog",
          "bsky",
          "captain",
          "cdn",
          "contact",
          "crew",
          "dashboard",
          "dev",
          "did",
          "dns",
          "docs",
          "feed",
          "firehose",
          "ftp",
          "handle",
          "help",
          "hold",
          "hostmaster",
          "imap",
          "info",
          "invalid",
          "labeler",
          "legal",
          "localhost",
          "login",
          "mail",
          "mod",
          "moderation",
          "moderator",
          "mx",
          "news",
          "noc",
          "noreply",
          "ns1",
          "ns2",
          "oauth",
          "official",
          "operator",
          "orlop",
          "owner",
          "pds",
          "plc",
          "pop",
          "postmaster",
          "privacy",
          "register",
          "registry",
          "relay",
          "root",
          "security",
          "service",
          "settings",
          "signup",
          "smtp",
          "ssl",
          "staff",
          "static",
          "status",
          "support",
          "sysadmin",
          "system",
          "team",
          "terms",
          "test",
          "trust",
          "verify",
          "web",
          "webmaster",
          "well-known",
          "www",
          "xrpc");

  private final List<String> domains;

  /** Handles under these domains. */
  public HandleRules(List<String> domains) {
    this.domains = List.copyOf(domains);
  }

  /** Whether it is up to this server who has the handle. */
  public boolean isOurs(Handle handle) {
    return isOurs(handle.value());
  }

  /** Whether a host is under one of our domains. */
  boolean isOurs(String host) {
    return domains.stream().anyMatch(domain -> host.endsWith("." + domain));
  }

  /** What is wrong with a handle of ours; empty if somebody may have it. */
  public Optional<String> objection(Handle handle) {
    String label = label(handle);
    if (label.indexOf('.') >= 0) {
      return Optional.of("The handle has a dot too many");
    }
    if (label.length() < MIN_LENGTH || label.length() > MAX_LENGTH) {
      return Optional.of(
          "The handle must have %d to %d characters before the domain"
              .formatted(MIN_LENGTH, MAX_LENGTH));
    }
    return RESERVED.contains(label) ? Optional.of("The handle is reserved") : Optional.empty();
  }

  /** What stands before the longest of our domains. */
  private String label(Handle handle) {
    return domains.stream()
        .filter(domain -> handle.value().endsWith("." + domain))
        .mapToInt(domain -> handle.value().length() - domain.length() - 1)
        .min()
        .stream()
        .mapToObj(end -> handle.value().substring(0, end))
        .findFirst()
        .orElse(handle.value());
  }
}

package dev.orlop.appview.web;

import java.net.URI;

/**
 * What a client is told that has no token, or not the right one (Docker's token specification).
 *
 * @param realm where tokens are to be had
 * @param service the name of this registry there
 */
public record Challenge(URI realm, String service) {
  /** Checks that both can stand between quotes. */
  public Challenge {
    if (service.indexOf('"') >= 0 || service.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("not the name of a service: " + service);
    }
  }

  /** The header {@code WWW-Authenticate}. */
  String header() {
    return "Bearer realm=\"" + realm + "\",service=\"" + service + "\"";
  }

  /** The same, for a scope. */
  String header(String scope) {
    return header() + ",scope=\"" + scope + "\"";
  }
}

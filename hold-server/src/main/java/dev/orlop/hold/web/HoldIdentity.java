package dev.orlop.hold.web;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.DidWeb;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import java.net.URI;
import java.util.List;

/**
 * Who the hold is: a {@code did:web} that follows from its public URL.
 *
 * @param publicUrl scheme, host and perhaps port, under which others reach it
 * @param did of the hold
 * @param key with which its commits are verified
 */
public record HoldIdentity(URI publicUrl, Did did, PublicKey key) {
  /** The service entry under which AppViews address the hold. */
  public static final String SERVICE = "#atcr_hold";

  private static final String SERVICE_TYPE = "AtcrHold";

  /** The identity of the hold at {@code publicUrl}. */
  public static HoldIdentity of(URI publicUrl, PublicKey key) {
    return new HoldIdentity(publicUrl, did(publicUrl), key);
  }

  /**
   * The DID that belongs to a public URL; a port is part of it, as {@code %3A8080}.
   *
   * @throws InvalidSyntaxException if the URL has a host that a DID cannot name
   */
  public static Did did(URI publicUrl) {
    String host = String.valueOf(publicUrl.getHost());
    int port = publicUrl.getPort();
    return (port < 0 ? DidWeb.ofHost(host) : DidWeb.ofHost(host, port)).did();
  }

  /** The host name as a handle, or {@code handle.invalid} where it cannot be one. */
  public Handle handle() {
    try {
      return Handle.parse(String.valueOf(publicUrl.getHost()));
    } catch (InvalidSyntaxException e) {
      return Handle.INVALID;
    }
  }

  /** The names under which tokens may address the hold. */
  public List<String> audiences() {
    return List.of(did.toString(), did + SERVICE, did + DidDocument.PDS);
  }

  /** Whether a repo parameter means the hold's own repo. */
  public boolean isNamedBy(AtIdentifier name) {
    return switch (name) {
      case Did other -> other.canonical().equals(did.canonical());
      case Handle other -> !other.equals(Handle.INVALID) && other.equals(handle());
    };
  }

  /** The document at {@code /.well-known/did.json}. */
  public DidDocument document() {
    return DidDocument.of(did, handle(), key, publicUrl)
        .withService(new DidDocument.Service(SERVICE, SERVICE_TYPE, publicUrl.toString()));
  }
}

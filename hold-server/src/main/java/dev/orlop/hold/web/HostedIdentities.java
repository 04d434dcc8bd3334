package dev.orlop.hold.web;

import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.LocalIdentities;
import dev.orlop.atproto.identity.Resolution;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.Hosting;
import java.util.List;
import java.util.Optional;

/**
 * Who is who on this server: itself, and the handles and {@code did:web} under its domains, for
 * which nobody else need be asked.
 */
public final class HostedIdentities implements LocalIdentities {
  private final HoldIdentity identity;
  private final Hosting hosting;
  private final List<String> domains;

  /**
   * Over the accounts of this server.
   *
   * @param domains under which it gives out handles
   */
  public HostedIdentities(HoldIdentity identity, Hosting hosting, List<String> domains) {
    this.identity = identity;
    this.hosting = hosting;
    this.domains = List.copyOf(domains);
  }

  /** Under what the server gives out handles, each with a dot in front. */
  List<String> endings() {
    return domains.stream().map(domain -> "." + domain).toList();
  }

  /** The server itself. */
  HoldIdentity server() {
    return identity;
  }

  /** Whether this server decides what is at {@code host}. */
  boolean isOurs(String host) {
    return endings().stream().anyMatch(host::endsWith);
  }

  @Override
  public Optional<Resolution<DidDocument>> document(Did did) {
    if (hosting.isOwn(did)) {
      return Optional.of(new Resolution.Found<>(identity.document()));
    }
    return did.web()
        .filter(web -> isOurs(web.host()))
        .map(
            _ ->
                hosting
                    .accounts()
                    .find(did)
                    .<Resolution<DidDocument>>map(
                        account -> new Resolution.Found<>(documentOf(account)))
                    .orElseGet(Resolution.NotFound::new));
  }

  @Override
  public Optional<Resolution<Did>> did(Handle handle) {
    if (identity.isNamedBy(handle)) {
      return Optional.of(new Resolution.Found<>(identity.did()));
    }
    if (!isOurs(handle.value())) {
      return Optional.empty();
    }
    return Optional.of(
        hosting
            .accounts()
            .find(handle)
            .<Resolution<Did>>map(account -> new Resolution.Found<>(account.did()))
            .orElseGet(Resolution.NotFound::new));
  }

  /** What a document of an account has to say so that the account can be used here. */
  DidDocument documentOf(Account account) {
    return hosting.isOwn(account.did())
        ? identity.document()
        : DidDocument.of(
            account.did(),
            account.handle(),
            hosting.keys().of(account.did()).publicKey(),
            identity.publicUrl());
  }

  /** What is found at {@code /.well-known/did.json} of a host; empty if nothing is. */
  Optional<DidDocument> documentAt(String host) {
    return isOurs(host)
        ? Did.parse("did:web:" + host)
            .web()
            .flatMap(web -> document(web.did()))
            .flatMap(Resolution::found)
        : Optional.of(identity.document());
  }

  /** Whom {@code /.well-known/atproto-did} of a host leads to; empty if nobody. */
  Optional<Did> didAt(String host) {
    return isOurs(host)
        ? did(Handle.parse(host)).flatMap(Resolution::found)
        : Optional.of(identity.did());
  }

  /** An account's document as the network has it; if that does not answer, as it ought to be. */
  DidDocument published(IdentityDirectory directory, Account account) {
    return directory.document(account.did()).found().orElseGet(() -> documentOf(account));
  }
}

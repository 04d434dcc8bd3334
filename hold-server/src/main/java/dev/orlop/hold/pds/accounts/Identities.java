package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.Resolution;
import dev.orlop.atproto.plc.InvalidPlcOperationException;
import dev.orlop.atproto.plc.PlcClient;
import dev.orlop.atproto.plc.PlcClient.PlcException;
import dev.orlop.atproto.plc.PlcOperation;
import dev.orlop.atproto.plc.PlcState;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.pds.accounts.Refusal.Reason;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the network is told that accounts are: their DIDs, and operations on these. */
public final class Identities {
  private final Hosting hosting;
  private final IdentityDirectory directory;
  private final PlcClient plc;
  private final URI server;
  private final HandleRules handles;

  /**
   * Over the accounts of a server.
   *
   * @param server under which the accounts' repos are reached
   */
  public Identities(
      Hosting hosting,
      IdentityDirectory directory,
      PlcClient plc,
      URI server,
      HandleRules handles) {
    this.hosting = hosting;
    this.directory = directory;
    this.plc = plc;
    this.server = server;
    this.handles = handles;
  }

  /** The operation that creates a DID for an account here. */
  PlcOperation genesis(Handle handle, SigningKey key, Optional<String> recoveryKey) {
    SigningKey rotation = hosting.keys().rotation();
    List<String> keys = new ArrayList<>();
    recoveryKey.ifPresent(keys::add);
    keys.add(rotation.publicKey().didKey());
    PlcState state = PlcState.of(keys, key.publicKey().didKey(), handle, server);
    return PlcOperation.parse(PlcOperation.sign(state, Optional.empty(), rotation).data());
  }

  /** Hands an operation to the directory; empty if it took it. */
  Optional<Refusal> submit(Did did, PlcOperation operation) {
    try {
      plc.submit(did, operation);
      return Optional.empty();
    } catch (PlcException e) {
      return Optional.of(failed(e));
    }
  }

  private static Refusal failed(PlcException e) {
    return new Refusal(Reason.DIRECTORY_FAILED, String.valueOf(e.getMessage()));
  }

  /** What an account's document needs to say so that the account can be used here. */
  public PlcState recommended(Account account) {
    return PlcState.of(
        List.of(hosting.keys().rotation().publicKey().didKey()),
        hosting.keys().of(account.did()).publicKey().didKey(),
        account.handle(),
        server);
  }

  /** Whether a document leads to this server and names the account's key. */
  public boolean leadsHere(DidDocument document, Account account) {
    return document.pdsEndpoint().filter(server::equals).isPresent()
        && document
            .signingKey()
            .filter(hosting.keys().of(account.did()).publicKey()::equals)
            .isPresent();
  }

  /** What keeps an account from being used here; empty if its document is right. */
  Optional<Refusal> objection(Account account) {
    return switch (directory.fresh(account.did())) {
      case Resolution.Found<DidDocument>(DidDocument document) ->
          leadsHere(document, account)
              ? Optional.empty()
              : Optional.of(
                  new Refusal(
                      Reason.WRONG_DOCUMENT,
                      "The DID document does not lead here, or names another signing key"));
      case Resolution.NotFound<DidDocument> _, Resolution.Failed<DidDocument> _ ->
          Optional.of(new Refusal(Reason.UNRESOLVABLE_DID, "The DID cannot be looked up"));
    };
  }

  /** What keeps an account from having a handle; whether it is taken is another question. */
  Optional<Refusal> objection(Handle handle, Optional<Did> owner) {
    if (handle.isUnusable()) {
      return Optional.of(new Refusal(Reason.BAD_HANDLE, "Nobody can have such a handle"));
    }
    if (handles.isOurs(handle)) {
      return handles.objection(handle).map(text -> new Refusal(Reason.BAD_HANDLE, text));
    }
    // The account need not claim it yet: that is what the caller is about to do.
    boolean leadsToOwner = owner.isPresent() && directory.claimed(handle).found().equals(owner);
    return leadsToOwner
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Reason.FOREIGN_DOMAIN,
                owner.isPresent()
                    ? "The handle does not lead to the account"
                    : "This server gives out no handles of that domain"));
  }

  /** Tells the directory of an account's other handle; nothing is to be told of a did:web. */
  Optional<Refusal> rename(Account account, Handle handle) {
    if (!account.did().isPlc()) {
      return Optional.empty();
    }
    try {
      PlcOperation renamed = signed(account, state -> state.withHandle(handle));
      Optional<Refusal> refusal = submit(account.did(), renamed);
      refresh(account.did());
      return refusal;
    } catch (PlcException e) {
      return Optional.of(failed(e));
    }
  }

  /**
   * An operation that follows on what the directory has, signed by the server.
   *
   * @throws PlcException if the directory does not answer
   */
  public PlcOperation signed(Account account, UnaryOperator<PlcState> change) {
    return signedAfter(plc.last(account.did()), change);
  }

  /** An operation that follows on {@code last}, signed by the server. */
  PlcOperation signedAfter(PlcOperation last, UnaryOperator<PlcState> change) {
    return PlcOperation.sign(
        change.apply(last.state()), Optional.of(last.cid()), hosting.keys().rotation());
  }

  /** The directory of did:plc. */
  PlcClient plc() {
    return plc;
  }

  /** Whether this server is the one that a state names. */
  boolean leadsHere(PlcState state) {
    return Optional.ofNullable(state.services().get(PlcState.PDS))
        .filter(service -> service.endpoint().equals(server.toString()))
        .isPresent();
  }

  /** Whether this server says itself what the document of an account is. */
  boolean documentIsOurs(Did did) {
    return did.web().filter(web -> handles.isOurs(web.host())).isPresent();
  }

  /** Hands over an operation of the account's owner, if the account stays usable here with it. */
  public Optional<Refusal> submitFor(Account account, PlcOperation operation) {
    Optional<String> objection = objection(account, operation);
    if (objection.isPresent()) {
      return Optional.of(new Refusal(Reason.WRONG_DOCUMENT, objection.get()));
    }
    Optional<Refusal> refusal = submit(account.did(), operation);
    if (refusal.isEmpty()) {
      refresh(account.did());
      hosting.accounts().identityChanged(account.did());
    }
    return refusal;
  }

  private Optional<String> objection(Account account, PlcOperation operation) {
    try {
      PlcState state = operation.state();
      PlcState wanted = recommended(account);
      if (!state.rotationKeys().containsAll(wanted.rotationKeys())) {
        return Optional.of("Rotation keys do not include the server's");
      }
      if (!Objects.equals(
          wanted.services().get(PlcState.PDS), state.services().get(PlcState.PDS))) {
        return Optional.of("Incorrect type or endpoint of atproto_pds");
      }
      if (!Objects.equals(
          wanted.verificationMethods().get(PlcState.SIGNING_KEY),
          state.verificationMethods().get(PlcState.SIGNING_KEY))) {
        return Optional.of("Incorrect signing key");
      }
      boolean named =
          state.alsoKnownAs().stream()
              .findFirst()
              .equals(wanted.alsoKnownAs().stream().findFirst());
      return named ? Optional.empty() : Optional.of("Incorrect handle in alsoKnownAs");
    } catch (InvalidPlcOperationException e) {
      return Optional.of("Not an operation: " + e.getMessage());
    }
  }

  /** Forgets what the directory said before. */
  void refresh(Did did) {
    Resolution<DidDocument> unused = directory.fresh(did);
  }
}

package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.plc.InvalidPlcOperationException;
import dev.orlop.atproto.plc.PlcClient.PlcException;
import dev.orlop.atproto.plc.PlcOperation;
import dev.orlop.atproto.plc.PlcState;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.accounts.Refusal.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Exchanges the signing keys of accounts. The next key is on disk before the directory hears of it;
 * then it takes its place, the network is told, and the repo is signed with it, while nobody
 * writes. Every step may be done again, so what a crash cut off is finished by the next start, or
 * by asking again.
 */
public final class KeyChanges {
  private static final System.Logger LOGGER = System.getLogger(KeyChanges.class.getName());

  private final Hosting hosting;
  private final Identities identities;

  /** Of whose exchanges the operator was told. */
  private final Set<Did> warned = ConcurrentHashMap.newKeySet();

  /** Longer than an exchange takes, with a directory that answers slowly. */
  private static final Duration CLAIM = Duration.ofMinutes(2);

  /** One at a time: it is rare, and each takes two ways to where repos lie. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Over the accounts of a server. */
  public KeyChanges(Hosting hosting, Identities identities) {
    this.hosting = hosting;
    this.identities = identities;
  }

  /** What came of asking for another key. */
  public sealed interface Outcome {
    /**
     * The account has it, and the network was told.
     *
     * @param rev of the commit that is signed with it
     */
    record Changed(PublicKey before, PublicKey after, Tid rev) implements Outcome {}

    /** The account has the key that it had. */
    record Refused(Refusal refusal) implements Outcome {}
  }

  /** Why a step was not taken. */
  private static final class RefusedException extends RuntimeException {
    private final transient Refusal refusal;

    RefusedException(Reason reason, String message) {
      super(message, null, false, false);
      this.refusal = new Refusal(reason, message);
    }
  }

  private KeyStore store() {
    return hosting.keys().store();
  }

  /** Gives an account another signing key; sessions go on. */
  public Outcome rotate(Account account) {
    if (hosting.isOwn(account.did())) {
      return new Outcome.Refused(
          new Refusal(
              Reason.NOT_ALLOWED, "The server's own key is exchanged while the server is stopped"));
    }
    String name = name(account.did());
    if (!hosting.claims().take(name, CLAIM)) {
      return new Outcome.Refused(
          new Refusal(Reason.NOT_ALLOWED, "The key of the account is being exchanged already"));
    }
    try {
      return rotateAlone(account);
    } finally {
      hosting.claims().release(name);
    }
  }

  private static String name(Did did) {
    return "key " + did;
  }

  private Outcome rotateAlone(Account account) {
    lock.lock();
    try {
      return change(account);
    } catch (RefusedException e) {
      return new Outcome.Refused(e.refusal);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Finishes what a crash cut off, of all that the network may know of. To be called now and then;
   * what another process is at is left to it.
   */
  public void finish() {
    for (Did did : store().changing()) {
      String name = name(did);
      if (hosting.claims().take(name, CLAIM)) {
        try {
          finish(did);
        } finally {
          hosting.claims().release(name);
        }
      }
    }
  }

  private void finish(Did did) {
    Optional<Account> account = hosting.accounts().find(did);
    if (store().next(did).isEmpty() && store().before(did).isEmpty()) {
      // Another process has finished it meanwhile.
      return;
    }
    if (account.isEmpty()) {
      store().forgetChange(did);
    } else if (isPublished(did)) {
      LOGGER.log(System.Logger.Level.INFO, "finishing the exchange of the key of {0}", did);
      finish(account.get());
    } else if (warned.add(did)) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "the exchange of the key of {0} was begun; run it again to finish it",
          did);
    }
  }

  private void finish(Account account) {
    try {
      if (rotateAlone(account) instanceof Outcome.Refused(Refusal refusal)) {
        LOGGER.log(System.Logger.Level.ERROR, "{0}: {1}", account.did(), refusal.message());
      }
    } catch (RuntimeException e) {
      // The others start nevertheless; the key files wait for the next try.
      LOGGER.log(System.Logger.Level.ERROR, "the key of " + account.did(), e);
    }
  }

  private boolean isPublished(Did did) {
    if (store().before(did).isPresent()) {
      return true;
    }
    if (!did.isPlc()) {
      return false;
    }
    try {
      return store().next(did).filter(key -> names(last(did), key)).isPresent();
    } catch (RefusedException _) {
      return false;
    }
  }

  private Outcome.Changed change(Account account) {
    Did did = account.did();
    PublicKey before = store().before(did).orElseGet(() -> hosting.keys().of(did)).publicKey();
    // Nobody writes from before the directory is asked: a commit must be signed with the key that
    // is published when it is seen.
    CommitResult.Committed signed = hosting.repo(account).exchangeKey(() -> exchange(account));
    AccountStep.REPO_SIGNED_ANEW.reached();
    store().forgetChange(did);
    return new Outcome.Changed(
        before, hosting.keys().of(did).publicKey(), signed.draft().commit().rev());
  }

  private SigningKey exchange(Account account) {
    Did did = account.did();
    if (store().before(did).isEmpty()) {
      publish(did);
    }
    store().exchange(did);
    AccountStep.KEY_EXCHANGED.reached();
    identities.refresh(did);
    hosting.accounts().identityChanged(did);
    AccountStep.KEY_TOLD.reached();
    return hosting.keys().of(did);
  }

  /** When this returns the directory names the next key, or nobody has to be asked. */
  private void publish(Did did) {
    if (did.isPlc()) {
      publishPlc(did);
    } else if (!identities.documentIsOurs(did)) {
      throw new RefusedException(
          Reason.WRONG_DOCUMENT, "The DID document is kept elsewhere: " + did);
    } else if (store().next(did).isEmpty()) {
      SigningKey unused = store().makeNext(did);
    }
  }

  private void publishPlc(Did did) {
    PlcOperation last = last(did);
    if (!identities.leadsHere(state(last))) {
      throw new RefusedException(
          Reason.WRONG_DOCUMENT, "The DID document does not lead here: " + did);
    }
    Optional<SigningKey> begun = store().next(did);
    if (begun.filter(key -> names(last, key)).isPresent()) {
      return;
    }
    SigningKey next = begun.orElseGet(() -> store().makeNext(did));
    AccountStep.NEXT_KEY_WRITTEN.reached();
    String name = next.publicKey().didKey();
    Optional<PlcException> failure =
        submit(did, identities.signedAfter(last, state -> state.withSigningKey(name)));
    // What it answered is not relied on: it may have taken an operation and failed to say so.
    PlcOperation now = last(did);
    if (!names(now, next)) {
      if (failure.filter(PlcException::refused).isPresent()
          && begun.isEmpty()
          && now.cid().equals(last.cid())) {
        store().forgetChange(did);
      }
      throw failure
          .map(KeyChanges::failed)
          .orElseGet(
              () ->
                  new RefusedException(
                      Reason.DIRECTORY_FAILED, "the directory does not name the new key yet"));
    }
    AccountStep.NEXT_KEY_PUBLISHED.reached();
  }

  private Optional<PlcException> submit(Did did, PlcOperation operation) {
    try {
      identities.plc().submit(did, operation);
      return Optional.empty();
    } catch (PlcException e) {
      return Optional.of(e);
    }
  }

  private PlcOperation last(Did did) {
    try {
      return identities.plc().last(did);
    } catch (PlcException e) {
      throw failed(e);
    }
  }

  private static boolean names(PlcOperation operation, SigningKey key) {
    return state(operation).names(key.publicKey().didKey());
  }

  private static PlcState state(PlcOperation operation) {
    try {
      return operation.state();
    } catch (InvalidPlcOperationException e) {
      throw new RefusedException(
          Reason.WRONG_DOCUMENT, "The DID's last operation cannot be followed: " + e.getMessage());
    }
  }

  private static RefusedException failed(PlcException e) {
    return new RefusedException(Reason.DIRECTORY_FAILED, String.valueOf(e.getMessage()));
  }
}

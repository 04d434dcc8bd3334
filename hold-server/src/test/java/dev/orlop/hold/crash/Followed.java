package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.firehose.AccountEvent;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.SyncEvent;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.mst.Commit;
import dev.orlop.mst.CommitVerifier;
import dev.orlop.mst.CommitVerifier.Known;
import dev.orlop.mst.CommitVerifier.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** What a consumer of the firehose knows of one account. */
final class Followed {
  /** Empty from when the account was said to rest until its repo is told of anew. */
  private Optional<Known> known = Optional.empty();

  private Optional<Tid> newest = Optional.empty();
  private Optional<AccountEvent> account = Optional.empty();
  private long changes;
  private long leaps;

  /** Each commit comes once and follows on the one before. */
  void see(CommitEvent commit, PublicKey key) {
    assertTrue(isActive(), () -> commit.rev() + " of an account that rests");
    newest.ifPresent(
        last -> assertTrue(commit.rev().compareTo(last) > 0, commit.rev() + " after " + last));
    Verdict verdict = CommitVerifier.verify(known, commit, key);
    Verdict.Valid valid =
        assertInstanceOf(Verdict.Valid.class, verdict, () -> commit.did() + ": " + verdict);
    // While nothing is known a repo is about to be told of anew, and nothing follows on this.
    known = known.map(_ -> valid.next());
    newest = Optional.of(commit.rev());
  }

  /** What stands there was told before, unless the account rested or an import was too large. */
  void see(SyncEvent sync, PublicKey key) {
    Commit commit = commit(sync);
    assertEquals(sync.rev(), commit.rev());
    assertTrue(commit.verify(key), () -> "the key of " + sync.did());
    newest.ifPresent(
        last -> assertTrue(sync.rev().compareTo(last) >= 0, sync.rev() + " after " + last));
    if (known.isPresent() && !known.get().rev().equals(sync.rev())) {
      assertTrue(leaps-- > 0, () -> sync.rev() + ": a commit was not told");
    }
    known = Optional.of(new Known(sync.rev(), commit.data()));
    newest = Optional.of(sync.rev());
  }

  private static Commit commit(SyncEvent sync) {
    try (CarReader car =
        new CarReader(new ByteArrayInputStream(sync.blocks()), CarLimits.DEFAULT)) {
      return Commit.decode(Objects.requireNonNull(car.next()).data());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void see(AccountEvent event) {
    if (account.filter(before -> before.active() == event.active()).isEmpty()) {
      changes++;
    }
    account = Optional.of(event);
    if (!event.active()) {
      known = Optional.empty();
    }
  }

  /** A commit may be too large to be told, once. */
  void mayLeap() {
    leaps++;
  }

  private boolean isActive() {
    return account.filter(AccountEvent::active).isPresent();
  }

  /** Where the repo stands, as far as that was told without a gap. */
  Optional<Tid> rev() {
    return known.map(Known::rev);
  }

  /** Whether the account is served, and if not, why; empty if nothing was said. */
  Optional<String> status() {
    return account.map(event -> event.status().orElse("active"));
  }

  /** How often the account began to be served, or to rest. */
  long changes() {
    return changes;
  }
}

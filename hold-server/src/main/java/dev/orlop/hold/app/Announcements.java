package dev.orlop.hold.app;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.events.EventLog;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.AccountListener;
import dev.orlop.hold.pds.accounts.AccountStatus;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.mst.RepoState;
import java.util.Optional;

/** Tells the network what becomes of accounts. */
final class Announcements implements AccountListener {
  private final Hosting hosting;
  private final EventLog events;
  private volatile boolean closed;

  Announcements(Hosting hosting, EventLog events) {
    this.hosting = hosting;
    this.events = events;
  }

  @Override
  public void coming(Did did) {
    events.hush(did);
  }

  @Override
  public void identityChanged(Did did, Handle handle) {
    events.identity(did, Optional.of(handle));
  }

  @Override
  public void statusChanged(Did did, AccountStatus status) {
    if (status == AccountStatus.DELETED) {
      events.forget(did);
    }
    boolean active = status == AccountStatus.ACTIVE;
    events.account(did, active, active ? Optional.empty() : Optional.of(status.wireName()));
  }

  @Override
  public void repoAsserted(Did did) {
    hosting.accounts().find(did).ifPresent(account -> assertRepo(hosting.repo(account)));
  }

  /** Says of one account again all that those who follow it must know. */
  void tellAgain(Account account) {
    statusChanged(account.did(), account.status());
    identityChanged(account.did(), account.handle());
    if (account.status().isActive()) {
      assertRepo(hosting.repo(account));
    }
  }

  /**
   * Says it of all.
   *
   * @return of how many
   */
  int tellAllAgain() {
    int count = 0;
    for (Account account : hosting.accounts().all()) {
      if (closed) {
        break;
      }
      tellAgain(account);
      count++;
    }
    return count;
  }

  private void assertRepo(Repo repo) {
    RepoState head = repo.head();
    events.sync(head, repo.require(head.commit()));
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends {@link #tellAllAgain} before its time. */
  void close() {
    closed = true;
  }
}

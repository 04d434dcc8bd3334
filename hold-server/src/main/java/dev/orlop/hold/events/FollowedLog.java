package dev.orlop.hold.events;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.mst.RepoState;
import java.util.Optional;

/** What both forms of the log have: the newest events in memory, those who wait, and news. */
abstract class FollowedLog implements EventLog {
  private final Window window;
  private final Waiters waiters = new Waiters();

  FollowedLog(Settings settings) {
    this.window = new Window(settings.windowBytes());
  }

  final Window window() {
    return window;
  }

  final Waiters waiters() {
    return waiters;
  }

  @Override
  public final void identity(Did did, Optional<Handle> handle) {
    tell(new News.Identity(did, handle));
  }

  @Override
  public final void account(Did did, boolean isActive, Optional<String> status) {
    tell(new News.Account(did, isActive, status));
  }

  @Override
  public final void sync(RepoState state, byte[] commitBlock) {
    tell(new News.Sync(state, commitBlock));
  }

  /** Tells; kept for good when the call returns. */
  abstract void tell(News news);
}

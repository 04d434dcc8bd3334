package dev.orlop.hold.events;

import dev.orlop.atproto.firehose.AccountEvent;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.IdentityEvent;
import dev.orlop.atproto.firehose.SyncEvent;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.mst.CommitNews;
import dev.orlop.mst.RepoState;
import java.util.Optional;

/** What becomes an event once it has a seq. */
sealed interface News {
  /** What all but the blocks takes at most, roughly, in bytes. */
  int OVERHEAD_BYTES = 1024;

  /** Whom it is about. */
  Did did();

  /** The bytes that it takes in memory, roughly. */
  long size();

  /** The event. */
  Event toEvent(long seq, Datetime now);

  /** News of a commit; where the network would not take that, of where the repo stands. */
  static News of(CommitNews commit) {
    boolean fits =
        commit.ops().size() <= CommitEvent.MAX_OPS
            && commit.carSize() <= CommitEvent.MAX_BLOCKS_BYTES;
    return fits ? new Commit(commit) : new Commit(commit).withoutOps();
  }

  /** A repo has a new commit. */
  record Commit(CommitNews news) implements News {
    @Override
    public Did did() {
      return news.after().did();
    }

    @Override
    public long size() {
      return news.carSize() + (long) OVERHEAD_BYTES * (1 + news.ops().size());
    }

    @Override
    public Event toEvent(long seq, Datetime now) {
      return news.toEvent(seq);
    }

    /** The least that can be said: where the repo stands now. */
    Sync withoutOps() {
      byte[] block = news.blocks().get(news.after().commit());
      if (block == null) {
        throw new IllegalStateException("news of a commit have its block");
      }
      return new Sync(news.after(), block);
    }
  }

  /** Where a repo stands, whatever was told before. */
  record Sync(RepoState state, byte[] commitBlock) implements News {
    @Override
    public Did did() {
      return state.did();
    }

    @Override
    public long size() {
      return (long) OVERHEAD_BYTES + commitBlock.length;
    }

    @Override
    public Event toEvent(long seq, Datetime now) {
      byte[] blocks = CommitNews.car(state.commit(), commitBlock);
      return new SyncEvent(seq, state.did(), state.rev(), blocks, now);
    }
  }

  /** Who an account is may have changed. */
  record Identity(Did did, Optional<Handle> handle) implements News {
    @Override
    public long size() {
      return OVERHEAD_BYTES;
    }

    @Override
    public Event toEvent(long seq, Datetime now) {
      return new IdentityEvent(seq, did, handle, now);
    }
  }

  /** Whether an account is served has changed. */
  record Account(Did did, boolean active, Optional<String> status) implements News {
    @Override
    public long size() {
      return OVERHEAD_BYTES;
    }

    @Override
    public Event toEvent(long seq, Datetime now) {
      return new AccountEvent(seq, did, active, status, now);
    }
  }
}

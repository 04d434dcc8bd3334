package dev.orlop.hold.store.sql;

import dev.orlop.hold.store.Drafted;
import dev.orlop.hold.store.Drafting;
import dev.orlop.hold.store.RepoWriter;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.mst.RepoState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Writes to one repo: each call is one transaction. */
public final class SqlRepoWriter implements RepoWriter {
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Of so many transactions, one forgets what the oldest changed. */
  private static final int FORGET_EVERY = 256;

  private static final System.Logger LOGGER = System.getLogger(SqlRepoWriter.class.getName());

  /** Is told of commits that are there for all. */
  @FunctionalInterface
  public interface Listener {
    /** The commits of one transaction, in order, and their seqs. */
    void written(List<Drafted> commits, List<Long> seqs);
  }

  /**
   * What writing takes beside the repo.
   *
   * @param clock below which no seq is
   */
  public record Surroundings(InstantSource clock, CommitFrames frames, Listener listener) {}

  private final SqlRepo repo;
  private final Surroundings around;

  /** A transaction of which it is not known whether it ended well. */
  private Optional<Open> open = Optional.empty();

  private int written;
  private boolean closed;

  /** Writes to a repo. */
  public SqlRepoWriter(SqlRepo repo, Surroundings around) {
    this.repo = repo;
    this.around = around;
  }

  /** What a transaction was to write. */
  private record Open(List<Drafted> commits, List<Long> seqs, String transaction) {
    RepoState head() {
      return commits.getLast().draft().after();
    }
  }

  /**
   * A repo's row, locked.
   *
   * @param followed whether it is kept what each transaction changes
   * @param transaction its number, by which PostgreSQL says later what became of it
   */
  private record Row(long id, boolean followed, Optional<RepoState> head, String transaction) {}

  @Override
  public List<Long> write(Drafting drafting) {
    requireUsable();
    try {
      return attempt(drafting);
    } catch (SQLException e) {
      if (!repo.database().isWorthAnother(e)) {
        throw Sql.failure(e);
      }
    } catch (NotWrittenException _) {
      // And it never will be: what is drafted now is another commit.
    }
    try {
      return attempt(drafting);
    } catch (SQLException e) {
      throw Sql.failure(e);
    } catch (NotWrittenException e) {
      throw new StoreFailedException(
          "the connection to the database was lost; the commit was not written", e);
    }
  }

  /** It is known that there was no commit. */
  private static final class NotWrittenException extends Exception {
    private static final long serialVersionUID = 1;

    NotWrittenException(Throwable cause) {
      super(cause);
    }
  }

  /**
   * One transaction.
   *
   * @throws SQLException if it failed before its end: nothing is written
   */
  private List<Long> attempt(Drafting drafting) throws SQLException, NotWrittenException {
    Open written;
    try (Transaction transaction = repo.database().begin()) {
      Optional<Open> drafted = write(transaction.connection(), drafting);
      if (drafted.isEmpty()) {
        return List.of();
      }
      written = drafted.get();
      open = drafted;
      transaction.commit();
    } catch (SQLException e) {
      open = Optional.empty();
      throw e;
    } catch (OutcomeUnknownException e) {
      return findOut(e);
    }
    tell();
    return written.seqs();
  }

  private Optional<Open> write(Connection connection, Drafting drafting) throws SQLException {
    Optional<Row> begun = lock(connection);
    Row row = begun.isPresent() ? begun.get() : begin(connection);
    SqlStep.LOCKED.reached();
    List<Drafted> commits =
        drafting.on(
            row.head(),
            SqlRepo.blocks(connection, repo.did()),
            BlobHolderTable.held(connection, repo.did()));
    if (commits.isEmpty()) {
      return Optional.empty();
    }
    new CommitRows(commits).write(connection, row.id());
    keepChanges(connection, row, commits);
    SqlStep.ROWS_WRITTEN.reached();
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, around.clock().instant());
    long first = HeadRow.take(connection, commits.size(), micros);
    List<Long> seqs = new ArrayList<>();
    List<Object[]> events = new ArrayList<>();
    for (Drafted commit : commits) {
      long seq = first + seqs.size();
      seqs.add(seq);
      // Of a repo's first commit nobody is told.
      if (!commit.isFirst()) {
        around
            .frames()
            .frame(commit.draft(), seq)
            .ifPresent(frame -> events.add(new Object[] {seq, frame, repo.did().toString()}));
      }
    }
    EventTable.insertCommits(connection, events);
    SqlStep.EVENTS_WRITTEN.reached();
    return Optional.of(new Open(commits, seqs, row.transaction()));
  }

  private void keepChanges(Connection connection, Row row, List<Drafted> commits)
      throws SQLException {
    if (row.followed()) {
      RepoChanges.write(
          connection, row.id(), row.head().map(head -> head.rev().value()).orElse(0L), commits);
      if (++written % FORGET_EVERY == 0) {
        RepoChanges.forget(connection, row.id());
      }
    }
  }

  private Optional<Row> lock(Connection connection) throws SQLException {
    return Sql.first(
        connection,
        "SELECT id, followed, did, commit_cid, rev, data_cid,"
            + " pg_current_xact_id()::text AS transaction FROM repos WHERE did = ? FOR UPDATE",
        row ->
            new Row(
                row.getLong("id"),
                row.getBoolean("followed"),
                row.getBytes("commit_cid") == null
                    ? Optional.empty()
                    : Optional.of(RepoTable.state(row)),
                row.getString("transaction")),
        repo.did().toString());
  }

  /** If another process begins it at the same time, one of the two waits here for the other. */
  private Row begin(Connection connection) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO repos (did) VALUES (?) ON CONFLICT (did) DO NOTHING",
        repo.did().toString());
    return lock(connection).orElseThrow();
  }

  private void tell() {
    Open told = open.orElseThrow();
    open = Optional.empty();
    around.listener().written(told.commits(), told.seqs());
  }

  private void requireUsable() {
    if (closed) {
      throw new StoreFailedException(
          "the repo is closed", new IllegalStateException(repo.did().toString()));
    }
    if (open.isPresent()) {
      try {
        resolve(open.get());
      } catch (SQLException e) {
        throw unknown(e);
      }
    }
  }

  private static StoreFailedException unknown(Exception cause) {
    return new StoreFailedException(
        "the connection to the database was lost; whether the commit before was written is not"
            + " known yet",
        cause);
  }

  /** The connection was lost while it committed. */
  private List<Long> findOut(OutcomeUnknownException lost) throws NotWrittenException {
    Open mine = open.orElseThrow();
    long end = System.nanoTime() + repo.database().patience().toNanos();
    while (true) {
      try {
        if (resolve(mine)) {
          return mine.seqs();
        }
        throw new NotWrittenException(lost);
      } catch (SQLException e) {
        if (System.nanoTime() > end) {
          throw unknown(e);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Whether it was written; then those are told who listen. */
  private boolean resolve(Open unknown) throws SQLException {
    boolean written;
    try (Transaction transaction = repo.database().begin()) {
      written = wasWritten(transaction.connection(), unknown);
    }
    LOGGER.log(
        System.Logger.Level.WARNING,
        "a connection was lost while it committed to {0}; the commit was {1}",
        repo.did(),
        written ? "written" : "not written");
    if (written) {
      tell();
    } else {
      open = Optional.empty();
    }
    return written;
  }

  private boolean wasWritten(Connection connection, Open unknown) throws SQLException {
    // Waits for the transaction itself, should the server still be at it.
    Optional<RepoState> head = lock(connection).flatMap(Row::head);
    if (head.equals(Optional.of(unknown.head()))) {
      return true;
    }
    if (head.isEmpty() || head.get().rev().compareTo(unknown.head().rev()) < 0) {
      return false;
    }
    // Somebody wrote above it, or instead of it.
    return OnceWriter.status(connection, unknown.transaction()).equals(Optional.of("committed"));
  }

  @Override
  public RepoState settle() {
    requireUsable();
    return repo.head().orElseThrow();
  }

  @Override
  public void close() {
    closed = true;
  }
}

package dev.orlop.hold.app;

import dev.orlop.atproto.chore.Chore;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.CompactionRule;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.accounts.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rewrites the logs of repos that hold little but what was replaced long ago, one at a time. Who
 * writes to such a repo waits meanwhile; all others do not, nor does who reads.
 */
final class LogKeeper implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(LogKeeper.class.getName());
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final HoldFolder folder;
  private final CompactionRule rule;
  private final Chore chore;
  private volatile boolean closed;

  LogKeeper(HoldFolder folder, CompactionRule rule) {
    this.folder = folder;
    this.rule = rule;
    this.chore = Chore.every(EVERY, "log-keeper", this::look);
  }

  /**
   * Looks at all repos.
   *
   * @return whose logs were rewritten
   */
  List<Did> look() {
    List<Did> rewritten = new ArrayList<>();
    if (!folder.repos().haveLogs()) {
      return rewritten;
    }
    for (Account account : folder.hosting().accounts().all()) {
      if (closed) {
        break;
      }
      if (look(account)) {
        rewritten.add(account.did());
      }
    }
    return rewritten;
  }

  /** One repo's trouble is not that of the others. */
  private boolean look(Account account) {
    try {
      return rule.maySuit(bytes(folder.repos().folder(account.did()))) && compact(account);
    } catch (IOException | RuntimeException e) {
      LOGGER.log(
          System.Logger.Level.WARNING, "the log of " + account.did() + " was not rewritten", e);
      return false;
    }
  }

  private boolean compact(Account account) {
    Repo repo = folder.repoOf(account);
    // Files that are replaced and still read are not in the log any more.
    if (!rule.suits(repo.logBytes(), repo.size().bytes())) {
      return false;
    }
    // Events that are made again after a crash are made of what the rewritten log lacks.
    folder.events().tidy();
    Repo.Compaction done = repo.compact();
    LOGGER.log(
        System.Logger.Level.INFO,
        "the log of {0} was rewritten: {1} bytes instead of {2}",
        account.did(),
        done.bytesAfter(),
        done.bytesBefore());
    return true;
  }

  private static long bytes(Path log) throws IOException {
    if (!Files.isDirectory(log)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(log)) {
      return files.mapToLong(LogKeeper::size).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    chore.close();
  }
}

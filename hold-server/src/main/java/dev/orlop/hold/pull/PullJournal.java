package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.lexicons.RepositoryName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Makes pulls durable, and says which of them are not in the records yet: in files ({@link
 * FilePullJournal}), or in a database, for all processes on it ({@link TablePullJournal}). Safe for
 * use by several threads.
 */
public interface PullJournal extends AutoCloseable {
  /** How many repositories one generation counts for, so that it fits one commit. */
  int MAX_REPOSITORIES = 150;

  /** Where a journal lies. */
  @FunctionalInterface
  interface Place {
    /**
     * Opens the journal: what was not folded is in it.
     *
     * @param folded the last generation that is in the records now; zero if there is none
     */
    PullJournal open(LongSupplier folded, Durability durability);

    /** Files in a folder, for one process. */
    static Place inFolder(Path folder, Disk disk) {
      return (folded, durability) ->
          new FilePullJournal(folder, disk, folded.getAsLong(), durability);
    }

    /**
     * A database whose tables are there, for any number of processes.
     *
     * @param former where this hold's journal lay before; what it still holds is taken over
     */
    static Place in(Database database, Path former, Disk disk) {
      return (folded, durability) -> {
        JournalMove.toDatabase(former, disk, folded.getAsLong(), database);
        return new TablePullJournal(database, folded, durability);
      };
    }
  }

  /**
   * Records a pull; it is durable when this returns.
   *
   * @throws PullNotRecordedException if it is not, and will not be
   */
  void record(ImageRepository repository, PullClass pullClass, Instant at);

  /** How many pulls this process has recorded in the open generation. */
  long openPulls();

  /** Ends the open generation and begins another, unless nothing is in it. */
  void rotate();

  /** Generations that have ended and are not folded yet, oldest first. */
  List<Generation> ended();

  /** The pulls of a repository that are in no generation up to {@code folded}. */
  Optional<Tally> above(long folded, ImageRepository repository);

  /** The repositories of an owner that have such pulls, and perhaps some that had. */
  Set<RepositoryName> names(Did owner);

  /** Drops generations that are in the records now. */
  void forget(long folded);

  /** Stops; what is recorded stays for the next start. */
  @Override
  void close();
}

package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.PullTable;
import dev.orlop.hold.store.sql.RepoTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings pulls that are not folded from a folder to a database, and back: generations keep their
 * numbers, since the mark in the repo that says which are folded moves with the repo.
 */
public final class JournalMove {
  private JournalMove() {}

  /** Takes over what a folder holds above {@code folded}; nothing happens where there is none. */
  static void toDatabase(Path folder, Disk disk, long folded, Database database) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    JournalFolder files = new JournalFolder(folder, disk);
    PullTable table = new PullTable(database);
    for (long number : files.generations()) {
      if (number > folded) {
        takeOver(files.read(number), folded, table);
      }
      // If this is lost, the number says next time that it was done.
      files.delete(number);
    }
  }

  private static void takeOver(Generation found, long folded, PullTable table) {
    List<PullTable.Row> rows =
        found.tallies().entrySet().stream()
            .map(sum -> TablePullJournal.row(sum.getKey(), sum.getValue()))
            .toList();
    if (!rows.isEmpty()) {
      table.takeOver(found.number(), rows, folded);
    }
  }

  /**
   * Writes what a database holds and no record says into a folder that has no journal. No process
   * may be at work on the database.
   *
   * @param own whose repo has the counts
   */
  public static void toFolder(Database database, Did own, Path folder, Disk disk) {
    long folded = new RepoTable(database).repo(own).mark(StatsBook.MARK).orElse(0);
    PullTable table = new PullTable(database);
    table.endRound(folded, PullJournal.MAX_REPOSITORIES);
    Map<Long, List<Pull>> generations = new TreeMap<>();
    for (PullTable.Summed summed : table.ended(folded)) {
      generations
          .computeIfAbsent(summed.round(), _ -> new ArrayList<>())
          .addAll(pulls(summed.row()));
    }
    JournalFolder files = new JournalFolder(folder, disk);
    generations.forEach(
        (number, pulls) -> {
          try (JournalFile file = files.create(number)) {
            file.append(pulls, true);
          }
        });
  }

  private static List<Pull> pulls(PullTable.Row row) {
    Tally tally = TablePullJournal.tally(row);
    Pull image = new Pull(TablePullJournal.repository(row), PullClass.IMAGE, tally.last());
    Pull artifact = new Pull(image.repository(), PullClass.ARTIFACT, tally.last());
    List<Pull> pulls = new ArrayList<>(Collections.nCopies((int) tally.images(), image));
    pulls.addAll(Collections.nCopies((int) tally.artifacts(), artifact));
    return pulls;
  }
}

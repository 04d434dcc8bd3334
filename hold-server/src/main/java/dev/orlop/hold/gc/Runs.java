package dev.orlop.hold.gc;

import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.lease.BlobKeeper;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Carries runs out, one at a time, so that a kill at any point costs nothing. For one thread. */
final class Runs {
  private final GcBook book;
  private final BlobKeeper keeper;
  private final BlobStore blobs;
  private final ReceiptWriter receipts;
  private final TidClock ids;
  private final InstantSource clock;

  /**
   * Runs on a store.
   *
   * @param book for the journal
   * @param folder for a file that is there only meanwhile
   */
  Runs(
      GcBook book,
      Path folder,
      Disk disk,
      BlobKeeper keeper,
      BlobStore blobs,
      Receipts receipts,
      InstantSource clock) {
    this.book = book;
    this.keeper = keeper;
    this.blobs = blobs;
    this.receipts = new ReceiptWriter(receipts, folder.resolve("run.list"), disk);
    this.ids = new TidClock(clock);
    this.clock = clock;
  }

  /** Ends the run that a process before began, if one did. */
  Optional<Receipt> resume() {
    Optional<RunJournal> cut = RunJournal.resume(book);
    if (cut.isEmpty()) {
      return Optional.empty();
    }
    RunJournal journal = cut.get();
    List<StoredBlob> unfinished = journal.unfinished();
    if (!unfinished.isEmpty()) {
      act(journal, unfinished);
    }
    return end(journal);
  }

  /** Begins one. */
  Run begin(GcAction action, GcCause cause) {
    return new Run(action, cause);
  }

  /** A run that goes on. It leaves nothing behind if it does nothing. */
  final class Run {
    private final GcAction action;
    private final GcCause cause;
    private Optional<RunJournal> journal = Optional.empty();

    private Run(GcAction action, GcCause cause) {
      this.action = action;
      this.cause = cause;
    }

    /** Does it to some blobs, of which the journal tells first. Gives those that stayed. */
    Set<Digest> batch(List<StoredBlob> batch) {
      if (batch.isEmpty()) {
        return Set.of();
      }
      RunJournal open =
          journal.orElseGet(
              () ->
                  RunJournal.begin(book, new RunHead(ids.next(), action, cause, clock.instant())));
      journal = Optional.of(open);
      open.announce(batch);
      GcStep.ANNOUNCED.reached();
      return act(open, batch);
    }

    /** Ends it. Gives the receipt, if anything was done. */
    Optional<Receipt> finish() {
      return journal.flatMap(Runs.this::end);
    }
  }

  private Set<Digest> act(RunJournal journal, List<StoredBlob> batch) {
    List<Digest> digests = batch.stream().map(StoredBlob::digest).toList();
    Set<Digest> stayed =
        switch (journal.head().action()) {
          case TRASH -> trash(digests);
          case PURGE -> purge(digests);
          case RESTORE -> restore(digests);
        };
    GcStep.GONE.reached();
    journal.done(stayed);
    return stayed;
  }

  /** What is not stored any more was moved by us, before we were cut off. */
  private Set<Digest> trash(List<Digest> digests) {
    Set<Digest> stayed = new HashSet<>();
    for (Digest digest : digests) {
      if (!keeper.trash(digest) && isStored(digest)) {
        stayed.add(digest);
      }
      GcStep.PARTLY_GONE.reached();
    }
    return stayed;
  }

  private Set<Digest> purge(List<Digest> digests) {
    Set<Digest> stayed = new HashSet<>(digests);
    keeper.purge(digests).forEach(stayed::remove);
    return stayed;
  }

  private Set<Digest> restore(List<Digest> digests) {
    Set<Digest> stayed = new HashSet<>();
    for (Digest digest : new ArrayList<>(digests)) {
      if (!keeper.restore(digest) && !isStored(digest)) {
        stayed.add(digest);
      }
    }
    return stayed;
  }

  private boolean isStored(Digest digest) {
    return !(blobs.locate(digest) instanceof BlobLocation.Missing);
  }

  private Optional<Receipt> end(RunJournal journal) {
    GcStep.ENDED.reached();
    Optional<Receipt> receipt = receipts.write(journal, clock.instant());
    GcStep.RECEIPTED.reached();
    journal.remove();
    return receipt;
  }
}

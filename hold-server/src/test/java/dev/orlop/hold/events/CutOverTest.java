package dev.orlop.hold.events;

import static dev.orlop.hold.events.EventWorld.ALICE;
import static dev.orlop.hold.events.EventWorld.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.Frame;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.SeqClock;
import dev.orlop.testkit.Cases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that come at any time with any cursor, while events are written. */
class CutOverTest {
  private static final int WRITERS = 3;
  private static final int READERS = 12;

  @TempDir Path folder;

  private static FileEventLog open(Path path, SplittableRandom random) {
    // Segments of a few events, and a window that holds fewer than some readers lag behind.
    EventLog.Settings settings =
        new EventLog.Settings(
            Duration.ofDays(3), 1L << 30, random.nextInt(500, 8000), random.nextInt(100, 8000));
    InstantSource clock = InstantSource.system();
    return FileEventLog.open(
        new FileEventLog.Ground(Disk.REAL, path, clock, new SeqClock(clock, 0), _ -> true),
        settings);
  }

  @Test
  void everyReaderSeesEveryEventBehindItsCursorOnceAndInOrder() {
    Cases.run(
        6,
        random -> {
          Path own = Files.createTempDirectory(folder, "log");
          write(open(own, random), 0, 50);
          try (FileEventLog log = open(own, random);
              ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            log.recovered();
            List<Future<List<Long>>> read = new ArrayList<>();
            List<Future<?>> written = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
              int writer = i;
              written.add(threads.submit(() -> write(log, 1000 * (writer + 1), 300)));
            }
            for (int i = 0; i < READERS; i++) {
              SplittableRandom own2 = random.split();
              read.add(threads.submit(() -> read(log, own2)));
            }
            for (Future<?> writer : written) {
              writer.get();
            }
            // The last one, for which all readers wait.
            log.account(BOB, true, Optional.empty());
            List<Long> all = read(log, 0);
            assertEquals(50 + WRITERS * 300 + 1, all.size());
            for (Future<List<Long>> reader : read) {
              List<Long> seen = reader.get();
              assertEquals(all.subList(all.indexOf(seen.getFirst()), all.size()), seen);
            }
          }
        });
  }

  private static void write(FileEventLog log, int from, int count) {
    for (int i = 0; i < count; i++) {
      log.add(new News.Identity(ALICE, Optional.of(Handle.parse("h" + (from + i) + ".test"))));
      if (i % 3 == 0) {
        log.settled();
      }
    }
    log.settled();
  }

  /** Reads from a cursor somewhere in the log. */
  private static List<Long> read(EventLog log, SplittableRandom random)
      throws InterruptedException {
    long first = log.floor();
    long cursor = random.nextLong(first, log.lastSeq() + 1);
    try (EventReader reader = log.read(cursor)) {
      List<Long> seen = new ArrayList<>();
      while (true) {
        switch (reader.read()) {
          case Read.Messages messages -> {
            boolean last = false;
            for (Frame frame : EventWorld.frames(messages)) {
              Event event = assertInstanceOf(Event.class, frame);
              seen.add(event.seq());
              last = event.did().equals(BOB);
            }
            if (last) {
              return seen;
            }
          }
          case Read.UpToDate _ -> reader.await(Duration.ofSeconds(20));
          case Read.FellBehind _ -> throw new AssertionError("nothing was dropped");
        }
      }
    }
  }

  private static List<Long> read(EventLog log, long cursor) {
    List<Long> seqs = new ArrayList<>();
    try (EventReader reader = log.read(cursor)) {
      while (reader.read() instanceof Read.Messages messages) {
        EventWorld.frames(messages).forEach(frame -> seqs.add(((Event) frame).seq()));
      }
    }
    return seqs;
  }
}

package dev.orlop.hold.pull;

import static dev.orlop.hold.pull.PullWorld.APP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.blob.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who pull, push, fold and ask at once. */
class PullStormTest {
  private static final int THREADS = 50;
  private static final int EACH = 30;

  @TempDir Path folder;

  PullWorld open(Path root) {
    return new PullWorld(root);
  }

  /** Does this until the storm is over. */
  private static Callable<Long> meanwhile(AtomicBoolean over, Callable<Long> round) {
    return () -> {
      long last = 0;
      while (!over.get()) {
        last = round.call();
      }
      return last;
    };
  }

  @Test
  void fiftyWhoPullAtOnceAreCountedExactlyAndTheNumberNeverGoesDown() throws Exception {
    try (PullWorld world = open(folder)) {
      AtomicBoolean over = new AtomicBoolean();
      AtomicLong begun = new AtomicLong();
      AtomicLong answered = new AtomicLong();
      AtomicLong seen = new AtomicLong();
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Long> folding =
            pool.submit(
                meanwhile(
                    over,
                    () -> {
                      world.fold();
                      return world.recorded(APP);
                    }));
        Future<Long> asking =
            pool.submit(
                meanwhile(
                    over,
                    () -> {
                      long atLeast = Math.max(answered.get(), seen.get());
                      long now = world.pulled(APP);
                      long atMost = begun.get();
                      assertTrue(
                          atLeast <= now && now <= atMost,
                          now + " is not from " + atLeast + " to " + atMost);
                      seen.set(now);
                      return now;
                    }));
        List<Future<?>> pulling = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          pulling.add(
              pool.submit(
                  () -> {
                    for (int i = 0; i < EACH; i++) {
                      begun.incrementAndGet();
                      world.pull(APP);
                      answered.incrementAndGet();
                    }
                  }));
        }
        for (Future<?> each : pulling) {
          each.get();
        }
        over.set(true);
        folding.get();
        asking.get();
      }
      world.assertPulled(THREADS * EACH, APP);
    }
  }

  @Test
  void pullsAndPushesOfOneRepositoryDoNotLoseEachOther() throws Exception {
    try (PullWorld world = open(folder)) {
      NotifiedManifest manifest =
          new NotifiedManifest(
              APP,
              Content.of("manifest").digest(),
              Optional.of(
                  new NotifiedManifest.Part(
                      world.store(Content.of("config")).digest(),
                      "application/vnd.oci.image.config.v1+json")),
              List.of(
                  new NotifiedManifest.Part(
                      world.store(Content.of("layer")).digest(),
                      "application/vnd.oci.image.layer.v1.tar+gzip")),
              List.of(),
              false);
      AtomicBoolean over = new AtomicBoolean();
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Long> folding =
            pool.submit(
                meanwhile(
                    over,
                    () -> {
                      world.fold();
                      return 0L;
                    }));
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
          all.add(
              pool.submit(
                  () -> {
                    for (int i = 0; i < 10; i++) {
                      world.pull(APP);
                      world.pushes().push(manifest, List.of());
                    }
                  }));
        }
        for (Future<?> each : all) {
          each.get();
        }
        over.set(true);
        folding.get();
      }
      assertEquals(80, world.stats().stats(APP).counts().pushes());
      assertEquals(2, world.layers().size());
      world.assertPulled(80, APP);
      assertEquals(80, world.stats().stats(APP).counts().pushes());
    }
  }
}

package dev.orlop.cli.arrangement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.cli.Customer;
import dev.orlop.cli.Customer.Image;
import dev.orlop.lexicons.Nsids;
import dev.orlop.testkit.ChildJvm;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole main job before three holds and two AppViews, while all is well and while it is not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class ReplicasTest {
  private static final int WORKERS = 4;

  /** How often connections are cut while images go up and down. */
  private static final int BREAKS = 4;

  private Arrangement all;
  private final ExecutorService pool = Executors.newFixedThreadPool(WORKERS);

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    all = new Arrangement(folder, 3, 2, ChildJvm.Life.SHORT);
  }

  @AfterAll
  void stop() throws Exception {
    pool.shutdownNow();
    if (all != null) {
      all.close();
    }
  }

  private Customer alice() {
    return new Customer(all.registry(), all.alice());
  }

  private List<URI> replicas() {
    return all.holds().stream().map(Server::address).toList();
  }

  private static long pulls(URI hold, Did owner, String repository) {
    return XrpcClient.of(hold)
        .query(Nsids.HOLD_GET_STATS, XrpcQuery.of("did", owner).with("repo", repository))
        .integer("pullCount")
        .orElse(0);
  }

  private Tid head(URI hold) {
    XrpcQuery query = XrpcQuery.of("did", did());
    DataMap commit = XrpcClient.of(hold).query(Nsids.SYNC_GET_LATEST_COMMIT, query);
    return Tid.parse(commit.text("rev").orElseThrow());
  }

  private Did did() {
    return Did.parse("did:web:localhost%3A" + all.hold().getPort());
  }

  /** Each manifest and digest of all layer records; none is there twice. */
  private Set<String> layers(URI hold) {
    Set<String> seen = new HashSet<>();
    Optional<String> cursor = Optional.empty();
    do {
      XrpcQuery query =
          XrpcQuery.of("repo", did()).with("collection", Nsids.HOLD_LAYER).with("limit", 100);
      query = cursor.isPresent() ? query.with("cursor", cursor.get()) : query;
      DataMap page = XrpcClient.of(hold).query(Nsids.REPO_LIST_RECORDS, query);
      for (DataValue value : page.array("records").orElseThrow()) {
        DataMap layer = ((DataMap) value).map("value").orElseThrow();
        String key = layer.text("manifest").orElse("") + " " + layer.text("digest").orElseThrow();
        assertTrue(seen.add(key), () -> "twice: " + key);
      }
      cursor = page.text("cursor");
    } while (cursor.isPresent());
    return seen;
  }

  private void all(List<Callable<Void>> work) throws Exception {
    for (Future<Void> one : pool.invokeAll(work)) {
      one.get();
    }
  }

  private Callable<Void> pulling(String repository, String tag, AtomicInteger asked) {
    return () -> {
      asked.addAndGet(alice().pull(repository, tag, Image.of(repository + tag)));
      return null;
    };
  }

  private Callable<Void> pushing(String repository, String tag) {
    return () -> {
      alice().push(repository, tag, Image.of(repository + tag));
      return null;
    };
  }

  /** Consumers of all replicas were told of the same, up to where the repo stands. */
  private void requireTheSame(List<Consumer> consumers) throws InterruptedException {
    Tid head = head(all.hold());
    List<Long> first = consumers.getFirst().await(head);
    for (Consumer consumer : consumers) {
      List<Long> told = consumer.await(head);
      int common = Math.min(first.size(), told.size());
      assertEquals(first.subList(0, common), told.subList(0, common));
    }
  }

  @Test
  @Order(1)
  void whatIsPushedThroughAnyIsPulledThroughAnyAndEachPullCountsOnce() throws Exception {
    List<Consumer> consumers = new ArrayList<>();
    try {
      for (URI replica : replicas()) {
        consumers.add(new Consumer(replica, all.key()));
      }
      all(IntStream.range(0, 12).mapToObj(i -> pushing("app", "v" + i)).toList());
      AtomicInteger asked = new AtomicInteger();
      all(IntStream.range(0, 60).mapToObj(i -> pulling("app", "v" + i % 12, asked)).toList());
      assertEquals(60, asked.get(), "nothing broke");
      for (URI replica : replicas()) {
        assertEquals(60, pulls(replica, all.alice().did(), "app"));
        assertEquals(24, layers(replica).size());
      }
      requireTheSame(consumers);
    } finally {
      consumers.forEach(Consumer::close);
    }
  }

  @Test
  @Order(2)
  void nothingIsLostAndNothingDoubledWhileReplicasDieAndStandStillAndTheDatabaseRestarts()
      throws Exception {
    List<Consumer> consumers = new ArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    try {
      for (URI replica : replicas()) {
        consumers.add(new Consumer(replica, all.key()));
      }
      alice().push("hard", "base", Image.of("hardbase"));
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        work.add(pushing("hard", "v" + i));
        work.add(pulling("hard", "base", asked));
        work.add(pulling("hard", "base", asked));
      }
      List<Future<Void>> under = work.stream().map(pool::submit).toList();
      awaitDone(under, 15);
      all.holds().get(0).kill();
      awaitDone(under, 35);
      all.holds().get(0).restart();
      all.holds().get(1).freeze();
      awaitDone(under, 60);
      all.holds().get(1).thaw();
      all.awaitAll();
      all.postgres().restart();
      awaitDone(under, 85);
      all.awaitAll();
      all.holds().get(2).kill();
      all.holds().get(2).restart();
      for (Future<Void> one : under) {
        one.get();
      }
      all.awaitAll();
      for (URI replica : replicas()) {
        long counted = pulls(replica, all.alice().did(), "hard");
        assertTrue(counted >= 80, () -> counted + " of 80 pulls that were answered");
        // Where an answer is lost on the way, the AppView asks once more by itself, and that
        // counts.
        int most = asked.get() + BREAKS * WORKERS;
        assertTrue(counted <= most, () -> counted + " of " + asked + " that were begun");
        assertEquals(24 + 82, layers(replica).size());
      }
      for (int i = 0; i < 40; i++) {
        int unused = alice().pull("hard", "v" + i, Image.of("hardv" + i));
      }
      requireTheSame(consumers);
    } finally {
      consumers.forEach(Consumer::close);
    }
  }

  /** Returns when so many are done. */
  private static void awaitDone(List<Future<Void>> work, int count) throws Exception {
    while (work.stream().filter(Future::isDone).count() < count) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}

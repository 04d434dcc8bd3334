package dev.orlop.hold.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.Content;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
  @TempDir Path folder;
  private GcWorld world;
  private Digest used;
  private Digest free;

  @BeforeEach
  void store() {
    world = new GcWorld(folder);
    used = world.store("used");
    world.used.add(used);
    free = world.store("free");
  }

  @Test
  void aFreeBlobThatIsFoundTwiceGoesToTheTrashAndLeavesAReceipt() {
    world.passGrace();
    Collector.Cycle first = world.cycle();
    assertEquals(new Survey.Totals(2, 8, 1, 4), first.stored());
    assertEquals(Optional.empty(), first.trashed());
    assertEquals(Set.of(used, free), world.stored());
    world.passInterval();
    Receipt receipt = world.cycle().trashed().orElseThrow();
    assertEquals(Set.of(used), world.stored());
    assertEquals(Set.of(free), world.trashed());
    assertEquals(List.of(receipt), world.receipts.all);
    assertEquals(1, receipt.count());
    assertEquals(4, receipt.bytes());
    assertEquals(GcAction.TRASH, receipt.action());
    byte[] list = (free + " 4\n").getBytes(StandardCharsets.US_ASCII);
    assertEquals(Digest.hash(Digest.Algorithm.SHA256, list).hex(), receipt.listSha256());
  }

  @Test
  void whatWasFoundTwiceWithinTheIntervalStays() {
    world.passGrace();
    world.cycle();
    world.clock.advance(Duration.ofMinutes(59));
    world.cycle();
    assertEquals(Set.of(used, free), world.stored());
    world.clock.advance(Duration.ofMinutes(1));
    world.cycle();
    assertEquals(Set.of(used), world.stored());
  }

  @Test
  void aBlobThatWasNeededBetweenTwoSurveysIsACandidateAnew() {
    world.passGrace();
    world.cycle();
    world.used.add(free);
    world.passInterval();
    world.cycle();
    world.used.remove(free);
    world.cycle();
    assertEquals(Set.of(used, free), world.stored());
    world.passInterval();
    world.cycle();
    assertEquals(Set.of(used), world.stored());
  }

  @Test
  void aYoungBlobAndOneThatAPushReliesOnStay() {
    for (int i = 0; i < 3; i++) {
      world.cycle();
      world.passInterval();
    }
    assertEquals(Set.of(used, free), world.stored());
    world.passGrace();
    world.cycle();
    BlobLocation unused = world.keeper.rely(free);
    world.passInterval();
    assertEquals(0, world.cycle().stored().free());
    assertEquals(Set.of(used, free), world.stored());
  }

  @Test
  void aBlobThatIsNeededAgainAfterTheSurveyStaysAtTheLastLook() {
    world.passGrace();
    world.cycle();
    world.passInterval();
    world.cycle();
    assertEquals(Set.of(free), world.trashed());
    Digest other = world.store("other");
    world.passGrace();
    world.cycle();
    world.passInterval();
    // The survey goes by the list of used blobs; the last look asks for the blob itself.
    world.keeper.lease(other);
    Collector.Done done = world.collector.apply(List.of(other), Instant.EPOCH);
    assertEquals(Set.of(other), done.stayed());
    assertEquals(Optional.empty(), done.receipt());
    assertTrue(world.stored().contains(other));
  }

  @Test
  void theTrashKeepsBlobsForItsTimeAndThenTheyGoForGood() {
    collectAll();
    assertEquals(Set.of(free), world.trashed());
    world.clock.advance(Duration.ofHours(1));
    world.collector.tick();
    assertEquals(Set.of(free), world.trashed());
    world.passRetention();
    // Also without a schedule.
    assertTrue(world.collector.settings().every().isZero());
    world.collector.tick();
    assertEquals(Set.of(), world.trashed());
    assertEquals(Set.of(used), world.stored());
    assertEquals(List.of(free), world.receipts.digests(GcAction.PURGE));
  }

  @Test
  void whatIsNeededAgainComesBackFromTheTrashInsteadOfGoing() {
    collectAll();
    world.used.add(free);
    world.passRetention();
    world.collector.tick();
    assertEquals(Set.of(used, free), world.stored());
    assertEquals(List.of(), world.receipts.digests(GcAction.PURGE));
  }

  @Test
  void theOperatorTakesBlobsBackAndTheyAreYoungAgain() {
    collectAll();
    Digest never = world.store("never in the trash");
    Collector.Done done = world.collector.restore(Set.of(free, never));
    assertEquals(Set.of(never), done.stayed());
    assertEquals(List.of(free), world.receipts.digests(GcAction.RESTORE));
    assertTrue(world.stored().contains(free));
    assertEquals(Set.of(), world.trashed());
    collectAll();
    assertEquals(2, world.collector.restoreAll(10).receipt().orElseThrow().count());
    assertEquals(Set.of(used, free, never), world.stored());
  }

  @Test
  void aPlanChangesNothingAndIsAppliedWhenItsTimeHasCome() {
    world.passGrace();
    Collector.PlanPage plan = world.collector.plan(Optional.empty(), 100);
    assertEquals(List.of(free), plan.free().stream().map(blob -> blob.digest()).toList());
    assertEquals(Optional.empty(), plan.next());
    assertEquals(Set.of(used, free), world.stored());
    Instant planned = world.clock.instant();
    assertThrows(TooSoonException.class, () -> world.collector.apply(List.of(free, used), planned));
    world.passInterval();
    Collector.Done done = world.collector.apply(List.of(free, used), planned);
    assertEquals(Set.of(used), done.stayed());
    assertEquals(1, done.receipt().orElseThrow().count());
    assertEquals(GcCause.OPERATOR, done.receipt().orElseThrow().cause());
    assertEquals(Set.of(used), world.stored());
    assertEquals(Set.of(used), world.collector.apply(List.of(free, used), planned).stayed());
    assertEquals(1, world.receipts.all.size());
  }

  @Test
  void aPlanComesInPiecesOfAsManyBlobsAsAreLookedAt() {
    Set<Digest> all = new HashSet<>(Set.of(free));
    for (int i = 0; i < 40; i++) {
      all.add(world.store("blob " + i));
    }
    world.passGrace();
    Set<Digest> planned = new HashSet<>();
    Optional<Digest> from = Optional.empty();
    int pages = 0;
    do {
      Collector.PlanPage page = world.collector.plan(from, 10);
      page.free().forEach(blob -> planned.add(blob.digest()));
      from = page.next();
      pages++;
    } while (from.isPresent());
    assertEquals(all, planned);
    assertEquals(5, pages);
  }

  @Test
  void tooManyFreeBlobsAtOnceLookLikeAMistakeAndStay() {
    for (int i = 0; i < 150; i++) {
      world.store("blob " + i);
    }
    world.passGrace();
    world.cycle();
    world.passInterval();
    Collector.Cycle cycle = world.cycle();
    assertTrue(cycle.held());
    assertEquals(152, world.stored().size());
    for (int i = 0; i < 76; i++) {
      world.used.add(Content.of("blob " + i).digest());
    }
    assertFalse(world.cycle().held());
    assertEquals(77, world.stored().size());
  }

  @Test
  void aLongListIsBesideTheReceipt() {
    for (int i = 0; i < 310; i++) {
      world.store("blob " + i);
      world.used.add(world.store("used " + i));
    }
    collectAll();
    Receipt receipt = world.receipts.all.getFirst();
    assertEquals(311, receipt.count());
    assertEquals(List.of(), receipt.blobs());
    String list = world.receipts.lists.getFirst();
    assertEquals(311, list.lines().count());
    assertEquals(
        Digest.hash(Digest.Algorithm.SHA256, list.getBytes(StandardCharsets.US_ASCII)).hex(),
        receipt.listSha256());
    assertEquals(311, world.trashed().size());
  }

  @Test
  void aScheduleThatIsDueRunsAndOneThatIsNotDoesNot() {
    world =
        new GcWorld(
            folder,
            new GcSettings(
                Duration.ofHours(6),
                Duration.ofHours(24),
                Duration.ofHours(1),
                Duration.ofHours(72),
                Duration.ofHours(24),
                50));
    world.used.add(used);
    world.passGrace();
    world.collector.tick();
    assertEquals(1, world.collector.standing().stored().free());
    world.clock.advance(Duration.ofHours(5));
    world.reopen();
    world.collector.tick();
    assertEquals(Set.of(used, free), world.stored());
    world.clock.advance(Duration.ofHours(1));
    world.collector.tick();
    assertEquals(Set.of(used), world.stored());
    assertEquals(GcCause.SCHEDULE, world.receipts.all.getFirst().cause());
    assertEquals(new Trash.Contents(1, 4), world.collector.standing().trash());
  }

  private void collectAll() {
    world.passGrace();
    world.cycle();
    world.passInterval();
    world.cycle();
  }
}

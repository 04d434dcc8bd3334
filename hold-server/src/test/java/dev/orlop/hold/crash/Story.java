package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Digest;
import dev.orlop.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A hold's folder through many lives, and those who remember them. */
final class Story implements AutoCloseable {
  /** Many times what it takes to pass any point. */
  private static final long MOST_ACTS = 30_000;

  private final ChildJvm jvm;
  private final Path folder;
  private final Place place;
  private final BlobFolder files;
  private final SplittableRandom random;
  private final Network network = new Network();
  private final Cast cast;
  private final AccountFolders accounts;
  private final Follower follower = new Follower(this::key);
  private ChildHold child;
  private HoldClient hold;
  private Optional<Tid> lastRev = Optional.empty();
  private long lastSeq;
  private boolean sound;

  /** Begins, in a folder of the test's own. */
  Story(Path folder, SplittableRandom random, Place place) throws Exception {
    this.place = place;
    this.jvm = new ChildJvm(folder.resolve("jvm"), ChildJvm.Life.SHORT);
    this.folder = folder.resolve("hold");
    this.files = new BlobFolder(place.folder());
    this.accounts = new AccountFolders(this.folder, place.database());
    this.random = random;
    this.child = start(Optional.empty());
    this.hold = new HoldClient(awaitReady(), place.mostParts());
    this.cast = new Cast(network, random);
    cast.prepare(life());
    end();
    restart();
  }

  private ChildHold start(Optional<CrashAt> crash) throws IOException {
    // At the first start there are no tables yet.
    if (lastSeq > 0) {
      place.database().ifPresent(Tables::passClaims);
    }
    return ChildHold.start(jvm, folder, network.plc(), place, crash);
  }

  private int awaitReady() throws Exception {
    ChildHold.Ready ready = child.awaitReady();
    assertTrue(ready.seq() > lastSeq, () -> "seq " + ready.seq() + " after " + lastSeq);
    lastSeq = ready.seq();
    follower.follow(ready.port());
    return ready.port();
  }

  /** Whether a life runs, all being as it should. */
  boolean isSound() {
    return sound;
  }

  /** Lets all clients act until the hold ends by itself at a point. */
  void liveUntil(CrashAt where) throws CutOffException {
    assertEquals("armed", child.command("crash " + where));
    sound = false;
    live(MOST_ACTS);
    assertEquals(CrashAt.EXIT_CODE, child.awaitEnd(), () -> where + " was not passed");
  }

  /** Lets all clients act, and kills the hold when so many things were done. */
  void liveUntilKilled(long acts) {
    sound = false;
    live(acts);
    child.awaitEnd();
  }

  private void live(long acts) {
    Load.run(cast.clients(), life(), random, acts, child::kill);
    hold.close();
  }

  /** Starts the hold, to end again before it is ready. */
  void dieAtStart(CrashAt where) throws IOException {
    child = start(Optional.of(where));
    assertThrows(CutOffException.class, child::awaitReady);
    assertEquals(CrashAt.EXIT_CODE, child.awaitEnd(), where::toString);
  }

  /** Starts the hold on its folder, and holds it against everything that was answered before. */
  void restart() throws Exception {
    child = start(Optional.empty());
    hold = new HoldClient(awaitReady(), place.mostParts());
    Evidence evidence = evidence();
    lastRev.ifPresent(
        rev -> assertTrue(evidence.rev().compareTo(rev) > 0, evidence.rev() + " after " + rev));
    lastRev = Optional.of(evidence.rev());
    follower.await(Tid.parse(child.command("catch-up")));
    Set<Digest> strange = new HashSet<>(evidence.blobs().keySet());
    strange.removeAll(cast.blobs());
    assertEquals(Set.of(), strange, "blobs that nobody stored");
    assertEquals(List.of(), files.leftovers());
    accounts.check(hold);
    cast.check(life(), evidence, random);
    sound = true;
  }

  private Life life() {
    return new Life(hold, child, follower);
  }

  private Evidence evidence() throws Exception {
    return Evidence.gather(hold, key(Network.HOLD), files.blobs());
  }

  /** The key with which an account signs its repo. */
  private PublicKey key(Did did) {
    if (!did.equals(Network.HOLD)) {
      return network.key(did);
    }
    try {
      return KeyFile.read(folder.resolve("keys/signing.key")).publicKey();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has all pulls put into the signed records, which then must say what is answered. */
  void fold() throws Exception {
    assertEquals("folded", child.command("fold"));
    Evidence evidence = evidence();
    cast.counts().forEach(count -> assertTrue(count.isFolded(evidence), count::toString));
  }

  /** Ends in peace. */
  void end() throws IOException {
    hold.close();
    assertEquals(0, child.end());
  }

  /** Loses what can be made anew. */
  void loseIndex() throws IOException {
    try (Stream<Path> index = Files.list(folder.resolve("index"))) {
      for (Path file : index.toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    child.close();
    network.close();
  }
}

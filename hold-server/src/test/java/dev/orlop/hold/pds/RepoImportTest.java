package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarBlock;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.car.CarWriter;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.mst.RecordWrite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepoImportTest {
  @TempDir Path folder;
  private RepoWorld world;
  private RepoImport imports;

  @BeforeEach
  void open() {
    world = new RepoWorld(folder.resolve("here"));
    imports = new RepoImport(folder.resolve("imports"), world.clock);
  }

  @AfterEach
  void close() throws IOException {
    CrashHook.unhook();
    world.close();
    try (Stream<Path> files = Files.list(folder.resolve("imports"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  private RepoImport.Outcome run(byte[] car) {
    try {
      return imports.run(world.repo(), new ByteArrayInputStream(car));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<RecordWrite> writes(int from, int to, int value) {
    List<RecordWrite> writes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      writes.add(RepoWorld.put(i, value + i));
    }
    return writes;
  }

  /** The export of a repo of the same DID, kept elsewhere under another key. */
  private byte[] elsewhere(Did did, List<RecordWrite> writes) {
    SigningKey key = SigningKey.generate(KeyType.P256);
    try (RepoWorld other = new RepoWorld(folder.resolve("elsewhere" + System.nanoTime()))) {
      other.clock.advance(Duration.ofSeconds(30));
      Repo repo = other.repos().open(did, key);
      for (int from = 0; from < writes.size(); from += 100) {
        int to = Math.min(from + 100, writes.size());
        repo.commit(CommitRequest.of(writes.subList(from, to)));
      }
      ByteArrayOutputStream car = new ByteArrayOutputStream();
      repo.export(car);
      return car.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theRepoHasTheRecordsOfTheFileAndNoOthersUnderACommitOfItsOwn() throws IOException {
    world.repo().commit(CommitRequest.of(writes(0, 20, 100)));
    List<RecordWrite> theirs = writes(10, 400, 0);
    byte[] car = elsewhere(RepoWorld.DID, theirs);
    RepoImport.Outcome.Imported done =
        assertInstanceOf(RepoImport.Outcome.Imported.class, run(car));
    assertTrue(done.commit().draft().commit().verify(RepoWorld.KEY.publicKey()));
    assertTrue(done.commit().draft().commit().rev().compareTo(rev(car)) > 0);
    Map<RepoPath, Cid> model = RepoWorld.after(Map.of(), theirs);
    world.check(model);
    Map<RepoPath, Cid> blobs = new TreeMap<>();
    for (int i = 11; i < 400; i += 2) {
      blobs.put(RepoWorld.path(i), RepoWorld.blob(i));
    }
    assertEquals(
        blobs.values().stream().distinct().map(Cid::toString).sorted().toList(),
        world.repo().blobs(Optional.empty(), Optional.empty(), 100).stream()
            .map(Cid::toString)
            .toList());
    world.reopen();
    world.check(model);
    world.rebuild();
    world.check(model);
  }

  private static Tid rev(byte[] car) throws IOException {
    return RepoWorld.verify(car).commit().orElseThrow().rev();
  }

  @Test
  void whatIsTheSameAlreadyGetsACommitAboveTheImportedOne() throws IOException {
    List<RecordWrite> same = writes(0, 30, 0);
    world.repo().commit(CommitRequest.of(same));
    byte[] car = elsewhere(RepoWorld.DID, same);
    assertInstanceOf(RepoImport.Outcome.Imported.class, run(car));
    assertTrue(world.repo().head().rev().compareTo(rev(car)) > 0);
    world.check(RepoWorld.after(Map.of(), same));
  }

  @Test
  void anEmptyRepoEmptiesTheRepo() throws IOException {
    world.repo().commit(CommitRequest.of(writes(0, 5, 0)));
    assertInstanceOf(RepoImport.Outcome.Imported.class, run(elsewhere(RepoWorld.DID, List.of())));
    world.check(Map.of());
  }

  private void refused(byte[] car) throws IOException {
    List<RecordWrite> before = writes(0, 5, 7);
    world.repo().commit(CommitRequest.of(before));
    Cid head = world.repo().head().commit();
    assertInstanceOf(RepoImport.Outcome.Refused.class, run(car));
    assertEquals(head, world.repo().head().commit());
    world.check(RepoWorld.after(Map.of(), before));
  }

  @Test
  void aRepoOfSomebodyElseIsRefused() throws IOException {
    refused(elsewhere(Did.parse("did:web:other.example.com"), writes(0, 9, 0)));
  }

  @Test
  void whatIsNoCarOrCutOffIsRefused() throws IOException {
    byte[] car = elsewhere(RepoWorld.DID, writes(0, 50, 0));
    refused(new byte[0]);
    refused("not a CAR".getBytes(StandardCharsets.UTF_8));
    refused(Arrays.copyOf(car, car.length - 1));
  }

  @Test
  void aFileFromWhichAnyBlockIsMissingIsRefused() throws IOException {
    byte[] car = elsewhere(RepoWorld.DID, writes(0, 12, 0));
    int count = blocks(car).size();
    for (int missing = 0; missing < count; missing++) {
      int without = missing;
      refused(
          rewritten(
              car,
              blocks -> {
                blocks.remove(without);
                return blocks;
              }));
    }
  }

  @Test
  void aFileInWhichAnyByteIsWrongIsRefused() throws IOException {
    byte[] car = elsewhere(RepoWorld.DID, writes(0, 12, 0));
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      byte[] damaged = car.clone();
      damaged[random.nextInt(car.length)] ^= (byte) (1 + random.nextInt(255));
      refused(damaged);
    }
  }

  private static List<CarBlock> blocks(byte[] car) throws IOException {
    List<CarBlock> blocks = new ArrayList<>();
    try (CarReader reader = new CarReader(new ByteArrayInputStream(car), CarLimits.DEFAULT)) {
      CarBlock block;
      while ((block = reader.next()) != null) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  private static byte[] rewritten(byte[] car, UnaryOperator<List<CarBlock>> change)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<CarBlock> blocks = blocks(car);
    CarWriter writer = new CarWriter(out, List.of(blocks.getFirst().cid()));
    for (CarBlock block : change.apply(new ArrayList<>(blocks))) {
      writer.write(block.cid(), block.data());
    }
    return out.toByteArray();
  }

  @Test
  void aRecordWithoutATypeIsRefused() throws IOException {
    byte[] untyped = DagCbor.encode(DataMap.builder().put("v", 1).build());
    refused(elsewhere(RepoWorld.DID, List.of(new RecordWrite.Put(RepoWorld.path(1), untyped))));
  }

  @Test
  void aRevFromTheFutureIsRefused() throws IOException {
    byte[] car = elsewhere(RepoWorld.DID, writes(0, 3, 0));
    world.clock.advance(Duration.ofMinutes(-5));
    refused(car);
  }

  @Test
  void aFileThatBreaksOffChangesNothing() throws IOException {
    byte[] car = elsewhere(RepoWorld.DID, writes(0, 50, 0));
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(car, 0, 500),
            new FilterInputStream(new ByteArrayInputStream(car)) {
              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("gone");
              }
            });
    assertThrows(IOException.class, () -> imports.run(world.repo(), broken));
    world.check(Map.of());
  }

  @Test
  void aProcessThatEndsOnceTheCommitIsOnDiskHasImportedAll() throws IOException {
    List<RecordWrite> theirs = writes(0, 60, 0);
    byte[] car = elsewhere(RepoWorld.DID, theirs);
    world.repo();
    Crash.at(CrashPoint.GROUP_FORCED);
    assertThrows(Crash.class, () -> run(car));
    CrashHook.unhook();
    world.reopen();
    world.check(RepoWorld.after(Map.of(), theirs));
  }
}

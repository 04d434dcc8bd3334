package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.mst.RecordWrite;
import dev.orlop.testkit.Cases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that is loaded has the rows of one that grew, and of one that replayed each commit. */
class RepoIndexLoadTest {
  private static final Repos.Settings SMALL_SEGMENTS = new Repos.Settings(20_000, 100);

  @TempDir Path folder;

  @Test
  void aLoadedIndexHasTheRowsOfTheOneThatGrew() {
    Cases.run(
        12,
        random -> {
          Path own = Files.createTempDirectory(folder, "case");
          Path log = grow(own, random);
          Map<String, List<String>> grown = rows(own.resolve("index"));
          Map<String, List<String>> replayed = replayed(own, log);
          Files.delete(own.resolve("index/index.mv.db"));
          try (RepoWorld world = new RepoWorld(own, SMALL_SEGMENTS)) {
            world.repo();
          }
          Map<String, List<String>> loaded = rows(own.resolve("index"));
          assertEquals(replayed, loaded);
          assertEquals(grown, loaded);
        });
  }

  private static Path grow(Path folder, SplittableRandom random) {
    try (RepoWorld world = new RepoWorld(folder, SMALL_SEGMENTS)) {
      int steps = random.nextInt(80);
      world.repo();
      for (int step = 0; step < steps; step++) {
        TreeMap<String, RecordWrite> writes = new TreeMap<>();
        int count = random.nextInt(1, 6);
        for (int i = 0; i < count; i++) {
          int number = random.nextInt(40);
          // Few values, so that several paths often hold the same bytes.
          RecordWrite write =
              random.nextInt(3) == 0
                  ? RepoWorld.delete(number)
                  : RepoWorld.put(number, random.nextInt(6));
          writes.put(write.path().toString(), write);
        }
        CommitRequest request = CommitRequest.of(new ArrayList<>(writes.values()));
        world.repo().commit(request.withMark("m" + random.nextInt(3), step));
        if (random.nextInt(30) == 0) {
          world.repo().compact();
        }
      }
      return world.repos().folder(RepoWorld.DID);
    }
  }

  /** The rows of an index that is told of one commit after the other. */
  private static Map<String, List<String>> replayed(Path folder, Path logFolder) throws Exception {
    Path other = folder.resolve("replayed");
    try (MvRepoIndex index = MvRepoIndex.openFile(other);
        RepoLog log = RepoLog.open(Disk.REAL, logFolder, Long.MAX_VALUE, LogPosition.START);
        LogReader reader = log.reader()) {
      log.replay(
          LogPosition.START,
          group ->
              index.apply(
                  RepoWorld.DID,
                  List.of(group),
                  snapshot ->
                      Snapshots.records(
                          snapshot.trailer().data(),
                          cid -> reader.read(Objects.requireNonNull(snapshot.blocks().get(cid))))));
    }
    return rows(other);
  }

  /** All rows, but for the number under which the repo has them. */
  private static Map<String, List<String>> rows(Path index) {
    Map<String, List<String>> tables = new TreeMap<>();
    try (MVStore store = MVStore.open(index.resolve("index.mv.db").toString())) {
      for (String table : store.getMapNames()) {
        List<String> rows = new ArrayList<>();
        MVMap<byte[], byte[]> map =
            store.openMap(
                table,
                new MVMap.Builder<byte[], byte[]>()
                    .keyType(ByteArrayDataType.INSTANCE)
                    .valueType(ByteArrayDataType.INSTANCE));
        boolean isRepo = table.equals("repo");
        map.forEach((key, row) -> rows.add(text(key, isRepo ? 0 : 4) + text(row, isRepo ? 4 : 0)));
        tables.put(table, rows);
      }
    }
    return tables;
  }

  private static String text(byte[] bytes, int from) {
    return HexFormat.of().formatHex(bytes, from, bytes.length) + " ";
  }
}

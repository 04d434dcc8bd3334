package dev.orlop.hold.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.blob.BlobStoreContract;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.HoldTable;
import dev.orlop.hold.store.sql.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same where leases lie in a table. */
class SharedBlobKeeperTest extends BlobKeeperTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");

  private final DatabaseSettings settings = TestPostgres.migrated();
  private final Database database = Database.connect(settings);

  @Override
  Leases leases(Duration length) {
    return new TableLeases(database, length, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Whoever has a blob alone has a connection, and needs another to see who uses the blob. */
  @Test
  void manyMoreAtOnceThanThereAreConnectionsAllHaveTheirBlobsAlone(@TempDir Path other)
      throws Exception {
    int many = 16;
    FileBlobStore blobs = new FileBlobStore(other);
    List<Content> contents =
        IntStream.range(0, many).mapToObj(number -> Content.of("blob " + number)).toList();
    contents.forEach(content -> BlobStoreContract.put(blobs, content));
    CyclicBarrier start = new CyclicBarrier(many);
    try (Database small =
            Database.connect(
                new DatabaseSettings(settings.url(), settings.user(), settings.password(), 3));
        Leases leases = new TableLeases(small, Duration.ofHours(24), clock);
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      HoldTable anyQuestion = new HoldTable(small);
      BlobKeeper keeper = new BlobKeeper(blobs, leases, _ -> anyQuestion.find().isPresent());
      List<Future<Withdrawal>> withdrawals = new ArrayList<>();
      for (Content content : contents) {
        withdrawals.add(
            pool.submit(
                () -> {
                  start.await();
                  return keeper.withdraw(content.digest(), ALICE);
                }));
      }
      for (Future<Withdrawal> withdrawal : withdrawals) {
        assertEquals(Withdrawal.DONE, withdrawal.get());
      }
    }
  }
}

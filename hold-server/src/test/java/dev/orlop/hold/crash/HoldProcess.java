package dev.orlop.hold.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.Ground;
import dev.orlop.hold.app.HoldServer;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.blob.s3.S3BlobStore;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.accounts.Confirmations.Purpose;
import dev.orlop.hold.pds.accounts.PasswordHasher;
import dev.orlop.hold.pds.records.Captain;
import dev.orlop.hold.pull.Durability;
import dev.orlop.hold.pull.PullRule;
import dev.orlop.hold.pull.Pulls;
import dev.orlop.hold.pull.StatsFolder;
import dev.orlop.hold.upload.UploadLimits;
import dev.orlop.mst.RecordWrite;
import dev.orlop.testkit.LocalS3;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The process that is killed: a hold on a folder. It says {@code ready}, its port and a seq when it
 * serves, then does what each line of its input says and answers each with one line; at the end of
 * the input it closes the hold and ends.
 */
public final class HoldProcess {
  static final String NONE = "-";
  static final String PUBLIC_URL = "https://hold.example.com";

  /** Parts may be small, so that many fit a second, and doubts may pile up for long. */
  private static final UploadLimits UPLOADS =
      new UploadLimits(
          64 << 20,
          1 << 10,
          1 << 20,
          100,
          1_000_000,
          1L << 40,
          1L << 40,
          Duration.ofDays(1),
          Duration.ofDays(1));

  /** Many folds, so that the rare steps are not rare. */
  private static final Pulls.Settings PULLS =
      new Pulls.Settings(
          PullRule.UnknownBlobs.COUNT,
          Durability.PROCESS,
          new StatsFolder.Settings(Duration.ofMillis(50), 20, Duration.ofMillis(20)));

  /** Small segments, for the same reason, and passwords that cost little. */
  private static final Ground GROUND =
      new Ground(
          Clock.systemUTC(),
          Disk.REAL,
          new Repos.Settings(8 << 10, 50_000),
          new PasswordHasher.Cost(64, 1, 4));

  private final HoldServer server;
  private final BlobStore blobs;

  private HoldProcess(HoldServer server, BlobStore blobs) {
    this.server = server;
    this.blobs = blobs;
  }

  /**
   * Arguments: the folder, the PLC directory, the S3 or {@link #NONE}, the database or none, and
   * perhaps where to end while starting.
   */
  public static void main(String[] args) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("ORLOP_PUBLIC_URL", PUBLIC_URL);
    settings.put("ORLOP_LISTEN_PORT", "0");
    settings.put("ORLOP_PLC_DIRECTORY", args[1]);
    settings.put("ORLOP_DEVELOPMENT", "true");
    settings.put("ORLOP_ACCOUNTS_ENABLED", "true");
    settings.put("ORLOP_ACCOUNTS_INVITES", "false");
    settings.put("ORLOP_LIMITS_WRITES_PER_MINUTE", "0");
    settings.put("ORLOP_LIMITS_BLOBS_PER_MINUTE", "0");
    if (!args[2].equals(NONE)) {
      settings.put("ORLOP_BLOBS_DRIVER", "s3");
      // The clients of this test know the hold alone.
      settings.put("ORLOP_BLOBS_DELIVERY", "proxy");
      settings.put("S3_BUCKET", S3World.BUCKET);
      settings.put("S3_ENDPOINT", args[2]);
      settings.put("AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY_ID);
      settings.put("AWS_SECRET_ACCESS_KEY", LocalS3.SECRET_ACCESS_KEY);
    }
    if (!args[3].equals(NONE)) {
      settings.put("ORLOP_DATABASE_URL", args[3]);
    }
    HoldConfig config = ConfigReader.read(Path.of(args[0]), settings).with(UPLOADS, PULLS);
    if (args.length > 4) {
      CrashAt.parse(args[4]).arm();
    }
    BlobStore blobs =
        config
            .storage()
            .s3()
            .<BlobStore>map(S3BlobStore::open)
            .orElseGet(() -> new FileBlobStore(config.storage().folder()));
    try (HoldServer server = HoldServer.start(config, GROUND, "test")) {
      // A commit, to see that there can be one, and what its seq is.
      long seq = server.folder().repo().recommit().seq();
      answer("ready " + server.port() + " " + seq);
      new HoldProcess(server, blobs).obey();
    }
  }

  private static void answer(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private void obey() throws IOException {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    String line;
    while ((line = input.readLine()) != null) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("crash")) {
        // Answered first: what goes on in the background may pass there at once.
        answer("armed");
        CrashAt.parse(words[1]).arm();
        continue;
      }
      answer(
          switch (words[0]) {
            case "appoint" -> appoint(Did.parse(words[1]));
            case "catch-up" -> catchUp();
            case "compact" -> compact();
            case "fold" -> fold();
            case "stage" -> stage(Content.bytes(Long.parseLong(words[1]), 5000));
            case "word" -> "word " + word(Did.parse(words[1]));
            default -> throw new IllegalArgumentException(line);
          });
    }
  }

  private String appoint(Did did) {
    Datetime now = Datetime.of(Clock.systemUTC().instant());
    Captain captain = new Captain(did, true, false, false, now, Optional.empty(), Optional.empty());
    byte[] block = DagCbor.encode(captain.toData());
    server.folder().repo().commit(CommitRequest.of(new RecordWrite.Put(Captain.PATH, block)));
    return "appointed";
  }

  /** Waits until the network was told of all that is on disk, and says with which rev it was. */
  private String catchUp() {
    try {
      server.awaitCaughtUp();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return server.folder().repo().recommit().draft().commit().rev().toString();
  }

  private String word(Did did) {
    return server.folder().hosting().confirmations().word(did, Purpose.DELETE);
  }

  private String compact() {
    Repo.Compaction saved = server.folder().repo().compact();
    return "compacted " + saved.bytesBefore() + " " + saved.bytesAfter();
  }

  private String fold() {
    server.foldPulls();
    return "folded";
  }

  /** The way in for blobs that do not come in parts. */
  private String stage(byte[] bytes) {
    try (StagedBlob staged = blobs.stage(Digest.Algorithm.SHA256)) {
      staged.write(bytes, 0, bytes.length);
      return "staged " + staged.publish();
    }
  }
}

package dev.orlop.hold.config;

import dev.orlop.atproto.identity.Lookups;
import dev.orlop.atproto.xrpc.TrustedProxies;
import dev.orlop.hold.events.FirehoseSettings;
import dev.orlop.hold.gc.GcSettings;
import dev.orlop.hold.pds.CompactionRule;
import dev.orlop.hold.pds.accounts.HostingSettings;
import dev.orlop.hold.pull.Pulls;
import dev.orlop.hold.quota.QuotaSettings;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.upload.UploadLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that a hold is told from outside.
 *
 * @param folder where everything lies: configuration, keys, repos, blobs
 * @param publicUrl under which others reach the hold; its DID follows from it
 * @param listenHost the address to listen on
 * @param listenPort the port to listen on; zero for any that is free
 * @param lookups how others are found
 * @param strictLxm whether a token must name the method that is called
 * @param singleUseTokens whether a token is good for one call
 * @param storage where blobs lie, and how they get to those who ask
 * @param uploads what one uploader may take
 * @param maxRecordBlobBytes the largest blob that a record may refer to
 * @param pulls what counts, and how surely
 * @param accounts on what terms accounts are kept for others
 * @param firehose how much of it is kept, and who may have it
 * @param trustedProxies whose word is taken on where a call comes from
 * @param compaction which repos' logs are rewritten while the server runs
 * @param limits how often somebody may call
 * @param diskReserve bytes that blobs leave free on the disk
 * @param quota how much members may use
 * @param database where repos and events lie, if not in the folder
 * @param gc how blobs are cleared up
 */
public record HoldConfig(
    Path folder,
    URI publicUrl,
    String listenHost,
    int listenPort,
    Lookups lookups,
    boolean strictLxm,
    boolean singleUseTokens,
    Storage storage,
    UploadLimits uploads,
    long maxRecordBlobBytes,
    Pulls.Settings pulls,
    HostingSettings accounts,
    FirehoseSettings firehose,
    TrustedProxies trustedProxies,
    CompactionRule compaction,
    CallLimits limits,
    long diskReserve,
    QuotaSettings quota,
    Optional<DatabaseSettings> database,
    GcSettings gc) {
  /** The file with the settings. */
  public static final String FILE = "orlop.yaml";

  /** Where the blobs of records lie, in the hold's folder or, behind its prefix, in a bucket. */
  public static final String RECORD_BLOBS = "record-blobs";

  /** The same, listening elsewhere; who the hold is does not change with it. */
  public HoldConfig listening(String host, int port) {
    return with(host, port, uploads, pulls);
  }

  /** The same, with other limits for those who upload, and another way to count pulls. */
  public HoldConfig with(UploadLimits uploading, Pulls.Settings counting) {
    return with(listenHost, listenPort, uploading, counting);
  }

  private HoldConfig with(String host, int port, UploadLimits uploading, Pulls.Settings counting) {
    return new HoldConfig(
        folder,
        publicUrl,
        host,
        port,
        lookups,
        strictLxm,
        singleUseTokens,
        storage,
        uploading,
        maxRecordBlobBytes,
        counting,
        accounts,
        firehose,
        trustedProxies,
        compaction,
        limits,
        diskReserve,
        quota,
        database,
        gc);
  }

  /** Where it is kept who began which upload, if the parts gather in a bucket. */
  public Path uploadSessions() {
    return folder.resolve("uploads");
  }

  /** Where the key lies that signs commits. */
  public Path signingKey() {
    return folder.resolve("keys/signing.key");
  }

  /** The file that says that the repos lie in a database. */
  public Path reposInDatabase() {
    return folder.resolve("repos-in-database");
  }

  /** Where keys lie. */
  public Path keys() {
    return folder.resolve("keys");
  }

  /** The file that asks the next start to tell the network where all accounts stand. */
  public Path tellAgain() {
    return folder.resolve("tell-again");
  }

  /** Where the list of relays lies. */
  public Path relays() {
    return folder.resolve("relays");
  }

  /** Where repo logs lie. */
  public Path repos() {
    return folder.resolve("repos");
  }

  /** Where pulls are written down until they are in the repo. */
  public Path journal() {
    return folder.resolve("pulls");
  }

  /** Where the collector of blobs keeps its files. */
  public Path gcFolder() {
    return folder.resolve("gc");
  }

  /** Where it is written down on which blobs somebody relies. */
  public Path leases() {
    return folder.resolve("leases");
  }

  /** Where the blobs of records lie, apart from those of images. */
  public Path recordBlobs() {
    return folder.resolve(RECORD_BLOBS);
  }

  /** Where it is written down who holds which of them. */
  public Path blobHolders() {
    return recordBlobs().resolve("holders");
  }

  /** Where it is written down who brought which blob lately. */
  public Path reservations() {
    return folder.resolve("quota");
  }

  /** Where the log of events lies. */
  public Path events() {
    return folder.resolve("events");
  }

  /** Where repos lie that are coming in. */
  public Path imports() {
    return folder.resolve("imports");
  }

  /** Where the index lies. */
  public Path index() {
    return folder.resolve("index");
  }
}

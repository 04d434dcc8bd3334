package dev.orlop.appview.registry;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The uploads that are going on: begun, continued, completed, cancelled, or forgotten after a
 * while. They live in memory; after a restart a client begins anew. Safe for many threads.
 */
public final class Uploads implements AutoCloseable {
  private static final Duration FULL_PAUSE = Duration.ofSeconds(30);

  private final BlobStore blobs;
  private final UploadLimits limits;
  private final InstantSource clock;
  private final Map<UploadId, Upload> uploads = new ConcurrentHashMap<>();
  private final Slots slots;

  /** None yet. */
  public Uploads(BlobStore blobs, UploadLimits limits, InstantSource clock) {
    this.blobs = blobs;
    this.limits = limits;
    this.clock = clock;
    this.slots = new Slots(limits.maxOpenPerCaller(), limits.maxOpen());
  }

  /**
   * Begins an upload.
   *
   * @param algorithm of the digest, if the client says so
   * @throws OciException TOOMANYREQUESTS if there are too many; whatever the store throws
   */
  public UploadStatus begin(
      Caller caller, Repository repository, Optional<Digest.Algorithm> algorithm) {
    return open(caller, repository, algorithm, Optional.empty()).status();
  }

  /** Takes a blob in one request. */
  public void whole(Caller caller, Repository repository, Chunk chunk, Digest digest)
      throws IOException {
    Upload upload = open(caller, repository, Optional.of(digest.algorithm()), Optional.of(digest));
    try {
      upload.complete(chunk, digest);
    } finally {
      upload.cancel();
      settle(upload);
    }
  }

  /**
   * How far an upload is.
   *
   * @throws OciException BLOB_UPLOAD_UNKNOWN
   */
  public UploadStatus status(Caller caller, Repository repository, UploadId id) {
    return find(caller, repository, id).status();
  }

  /**
   * Continues an upload.
   *
   * @throws OciException BLOB_UPLOAD_UNKNOWN; 416 for a chunk that is not the next one
   * @throws IOException from the body; what came before it is kept
   */
  public UploadStatus append(Caller caller, Repository repository, UploadId id, Chunk chunk)
      throws IOException {
    Upload upload = find(caller, repository, id);
    try {
      return upload.append(chunk);
    } finally {
      settle(upload);
    }
  }

  /**
   * Completes an upload, with a last chunk or without. When this returns, the blob is durable and
   * visible.
   *
   * @throws OciException DIGEST_INVALID if the bytes are others; the upload is given up then
   * @throws IOException from the body; what came before it is kept
   */
  public void complete(
      Caller caller, Repository repository, UploadId id, Chunk chunk, Digest digest)
      throws IOException {
    Upload upload = find(caller, repository, id);
    try {
      upload.complete(chunk, digest);
    } finally {
      settle(upload);
    }
  }

  /**
   * Gives an upload up.
   *
   * @throws OciException BLOB_UPLOAD_UNKNOWN, or 409 if a request is writing to it
   */
  public void cancel(Caller caller, Repository repository, UploadId id) {
    Upload upload = find(caller, repository, id);
    if (!upload.cancel()) {
      throw Upload.busy();
    }
    settle(upload);
  }

  /**
   * Gives up uploads that were silent, or open, for too long. Call it now and then.
   *
   * @return how many
   */
  public int expire() {
    Instant now = clock.instant();
    int expired = 0;
    for (Upload upload : List.copyOf(uploads.values())) {
      boolean silent = upload.lastActivity().plus(limits.idle()).isBefore(now);
      boolean old = upload.begun.plus(limits.total()).isBefore(now);
      if ((silent || old) && upload.cancel()) {
        settle(upload);
        expired++;
      }
    }
    return expired;
  }

  /** How many are open. */
  public int open() {
    return uploads.size();
  }

  /** Gives up all that nobody writes to. */
  @Override
  public void close() {
    for (Upload upload : List.copyOf(uploads.values())) {
      upload.cancel();
      settle(upload);
    }
  }

  private Upload open(
      Caller caller,
      Repository repository,
      Optional<Digest.Algorithm> algorithm,
      Optional<Digest> expected) {
    Did did = caller.did().orElseThrow(OciError.UNAUTHORIZED::exception);
    if (!slots.tryTake(did)) {
      throw OciError.TOOMANYREQUESTS.exception("too many uploads at once").retryAfter(FULL_PAUSE);
    }
    boolean begun = false;
    try {
      BlobSink sink = blobs.begin(caller, repository, expected);
      Upload upload = new Upload(did, repository, sink, algorithm, limits.maxBlobBytes(), clock);
      uploads.put(upload.id, upload);
      begun = true;
      return upload;
    } finally {
      if (!begun) {
        slots.giveBack(did);
      }
    }
  }

  /** Whose it is not, for them it is not there. */
  private Upload find(Caller caller, Repository repository, UploadId id) {
    return Optional.ofNullable(uploads.get(id))
        .filter(upload -> upload.isOpen() && upload.repository.equals(repository))
        .filter(upload -> caller.did().equals(Optional.of(upload.caller)))
        .orElseThrow(OciError.BLOB_UPLOAD_UNKNOWN::exception);
  }

  private void settle(Upload upload) {
    if (!upload.isOpen() && uploads.remove(upload.id, upload)) {
      slots.giveBack(upload.caller);
    }
  }
}

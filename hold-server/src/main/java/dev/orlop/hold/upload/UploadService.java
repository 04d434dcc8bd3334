package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.PartStore;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.quota.Quotas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The uploads of a hold: begin, send parts, complete or abort. Whether the caller may write at all
 * is decided before; whether the upload is the caller's is decided here.
 *
 * <p>Safe for use by many threads. Where no result says otherwise, {@link DiskException} or {@link
 * BlobStoreException} means that the storage refused and nothing was promised.
 */
public final class UploadService {
  private static final System.Logger LOGGER = System.getLogger(UploadService.class.getName());

  private static final Did NOBODY = Did.parse("did:web:nobody.invalid");

  private final UploadPlace place;
  private final BlobStore blobs;
  private final UploadLimits limits;
  private final InstantSource clock;
  private final Map<UploadId, Upload> uploads = new ConcurrentHashMap<>();
  private final Ledger ledger;
  private final Quotas quotas;

  /**
   * Takes up the uploads that the folder holds.
   *
   * @param folder on the same file system as the blobs
   * @param quotas how much each owner may bring
   */
  public UploadService(
      Path folder,
      BlobStore blobs,
      UploadLimits limits,
      Quotas quotas,
      InstantSource clock,
      Disk disk) {
    this(
        new FileUploads(folder, blobs, limits, clock, disk),
        new MemoryLedger(),
        blobs,
        limits,
        quotas,
        clock);
  }

  /**
   * Has a store gather the parts.
   *
   * @param sessions where it is kept who began what
   * @param quotas how much each owner may bring
   */
  public static UploadService gathering(
      PartStore parts,
      PartWay way,
      SessionStore sessions,
      BlobStore blobs,
      UploadLimits limits,
      Quotas quotas,
      InstantSource clock) {
    Ledger ledger = sessions instanceof Ledger shared ? shared : new MemoryLedger();
    return new UploadService(
        new StoreUploads(parts, way, sessions, blobs, limits, clock),
        ledger,
        blobs,
        limits,
        quotas,
        clock);
  }

  private UploadService(
      UploadPlace place,
      Ledger ledger,
      BlobStore blobs,
      UploadLimits limits,
      Quotas quotas,
      InstantSource clock) {
    this.place = place;
    this.ledger = ledger;
    this.blobs = blobs;
    this.limits = limits;
    this.quotas = quotas;
    this.clock = clock;
    place.left().forEach(this::load);
  }

  /** Begins an upload of a size that is not known. */
  public InitiateResult initiate(Did owner, String name) {
    return initiate(owner, name, 1);
  }

  /**
   * Begins an upload.
   *
   * @param name the digest if the caller knows it, or any name ({@code uploads/temp-<uuid>})
   * @param bytes for which the owner's quota must have room now: the size if it is known, or 1
   */
  public InitiateResult initiate(Did owner, String name, long bytes) {
    UploadName parsed = UploadName.parse(name);
    if (parsed instanceof UploadName.Invalid(var reason)) {
      return new UploadRefused(UploadError.INVALID_DIGEST, reason);
    }
    UploadId id = UploadId.random();
    Account account = account(owner, id);
    Optional<UploadRefused> overQuota = account.overQuota(Math.max(bytes, 1));
    if (overQuota.isPresent()) {
      return overQuota.get();
    }
    if (!account.tryOpen()) {
      return tooMany();
    }
    boolean begun = false;
    try {
      Session session =
          new Session(
              owner.canonical(),
              parsed.declared(),
              clock.instant(),
              Optional.empty(),
              Optional.empty());
      uploads.put(id, place.begin(id, session, account));
      begun = true;
      return new InitiateResult.Started(id);
    } finally {
      if (!begun) {
        account.close();
      }
    }
  }

  /** Whether the caller may send this part now. */
  public PartTarget partTarget(Did caller, String uploadId, int partNumber) {
    Optional<Upload> upload = find(caller, uploadId);
    if (upload.isEmpty() || upload.get().state() != Upload.State.OPEN) {
      return noSuchUpload();
    }
    if (!isPartNumber(partNumber)) {
      return noSuchPart();
    }
    return upload.get().target(partNumber);
  }

  /**
   * Takes a part. That the caller may send it was decided by {@link #partTarget}, perhaps a while
   * ago, and signed into a URL.
   *
   * @param announced the Content-Length, if there is one
   * @throws IOException from the body; the part is then as if it had not been sent
   */
  public PartResult writePart(UploadId id, int partNumber, InputStream body, OptionalLong announced)
      throws IOException {
    Optional<Upload> upload = find(id);
    if (upload.isEmpty()) {
      return noSuchUpload();
    }
    if (!isPartNumber(partNumber)) {
      return noSuchPart();
    }
    return upload.get().write(partNumber, body, announced);
  }

  /**
   * Takes a blob in one piece, of at most the size of a part. When it is completed, the blob is
   * durable and visible.
   *
   * @param announced the Content-Length, if there is one
   * @throws IOException from the body; nothing is kept then
   */
  public CompleteResult writeWhole(
      Did owner, Digest digest, InputStream body, OptionalLong announced) throws IOException {
    Account account = account(owner, UploadId.random());
    if (!account.tryOpen()) {
      return tooMany();
    }
    try {
      return new WholeIntake(blobs, limits, account).take(digest, body, announced);
    } finally {
      account.close();
    }
  }

  private UploadRefused tooMany() {
    return new UploadRefused(
        UploadError.TOO_MANY_UPLOADS, "at most " + limits.maxOpenPerOwner() + " uploads at once");
  }

  /** Completes an upload: the blob becomes visible if its bytes have the digest. */
  public CompleteResult complete(Did caller, String uploadId, Digest digest, List<PartRef> parts) {
    Optional<Upload> upload = find(caller, uploadId);
    if (upload.isEmpty()) {
      return noSuchUpload();
    }
    CompleteResult result = upload.get().complete(digest, parts);
    if (upload.get().state() == Upload.State.CLOSED) {
      uploads.remove(upload.get().id());
    }
    return result;
  }

  /** Gives an upload up. */
  public AbortResult abort(Did caller, String uploadId) {
    Optional<Upload> found = find(caller, uploadId);
    if (found.isEmpty()) {
      return noSuchUpload();
    }
    Upload upload = found.get();
    if (close(upload)) {
      return new AbortResult.Aborted(upload.id());
    }
    return upload.state() == Upload.State.CLOSED
        ? noSuchUpload()
        : new UploadRefused(UploadError.ABORT_FAILED, "the upload is complete, or about to be");
  }

  /**
   * Removes uploads that were idle, or open, for too long. Call it now and then.
   *
   * @return how many were removed
   */
  public int expire() {
    Instant now = clock.instant();
    Instant idleSince = now.minus(limits.idle());
    Instant begunBefore = now.minus(limits.total());
    if (place.isShared()) {
      // What is kept of them is elsewhere; whoever asks for one again has it read.
      uploads.values().removeIf(upload -> upload.lastActivity().isBefore(idleSince));
      return place.expire(idleSince, begunBefore, this::account);
    }
    int removed = 0;
    for (Upload upload : List.copyOf(uploads.values())) {
      boolean idle = upload.lastActivity().isBefore(idleSince);
      boolean old = upload.created().isBefore(begunBefore);
      if (!idle && !old) {
        continue;
      }
      try {
        if (upload.state() == Upload.State.COMPLETED) {
          uploads.remove(upload.id());
          upload.forget();
        } else if (close(upload)) {
          removed++;
        }
      } catch (DiskException | BlobStoreException e) {
        LOGGER.log(System.Logger.Level.WARNING, "an expired upload could not be removed", e);
      }
    }
    return removed;
  }

  /** How many uploads are open, and what they hold. */
  public Usage usage() {
    Ledger.Sums sums = ledger.sums(NOBODY);
    return new Usage((int) sums.allOpen(), sums.allBytes());
  }

  /** What uploads take just now. */
  public record Usage(int open, long bytes) {}

  private boolean close(Upload upload) {
    try {
      return upload.close();
    } finally {
      if (upload.state() == Upload.State.CLOSED) {
        uploads.remove(upload.id());
      }
    }
  }

  private Optional<Upload> find(Did caller, String uploadId) {
    return UploadId.parse(uploadId)
        .flatMap(this::find)
        .filter(upload -> upload.owner().equals(caller.canonical()));
  }

  private Optional<Upload> find(UploadId id) {
    Optional<Upload> found = place.find(id, Optional.ofNullable(uploads.get(id)), this::account);
    if (found.isEmpty()) {
      uploads.remove(id);
      return found;
    }
    // Two that meet it for the first time go on with the same one.
    Upload former = uploads.putIfAbsent(id, found.get());
    return former == null ? found : Optional.of(former);
  }

  private Account account(Did owner, UploadId id) {
    return new Account(ledger, limits, new OwnerQuota(quotas, owner.canonical()), id);
  }

  private boolean isPartNumber(int number) {
    return number >= 1 && number <= limits.maxParts();
  }

  private UploadRefused noSuchPart() {
    return new UploadRefused(
        UploadError.INVALID_PART_NUMBER, "part numbers go from 1 to " + limits.maxParts());
  }

  static UploadRefused noSuchUpload() {
    return new UploadRefused(UploadError.INVALID_UPLOAD_ID, "there is no such upload of yours");
  }

  private void load(UploadId id) {
    try {
      place.load(id, this::account).ifPresent(upload -> uploads.put(id, upload));
    } catch (IllegalArgumentException | DiskException e) {
      LOGGER.log(System.Logger.Level.WARNING, "an upload could not be taken up again: " + id, e);
    }
  }
}

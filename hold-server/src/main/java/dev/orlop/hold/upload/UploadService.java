package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.quota.Quotas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The uploads of a hold: begin, send parts, complete or abort. Whether the caller may write at all
 * is decided before; whether the upload is the caller's is decided here.
 *
 * <p>Safe for use by many threads. Where no result says otherwise, {@link DiskException} means that
 * the storage refused and nothing was promised.
 */
public final class UploadService {
  private static final System.Logger LOGGER = System.getLogger(UploadService.class.getName());

  private final Path uploadsFolder;
  private final BlobStore blobs;
  private final UploadLimits limits;
  private final InstantSource clock;
  private final Disk disk;
  private final Map<UploadId, Upload> uploads = new ConcurrentHashMap<>();
  private final Map<Did, Account> accounts = new ConcurrentHashMap<>();
  private final Account.Total total;
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
    this.uploadsFolder = folder;
    this.blobs = blobs;
    this.limits = limits;
    this.quotas = quotas;
    this.clock = clock;
    this.disk = disk;
    this.total = new Account.Total(limits.maxBytes());
    disk.createDirectories(folder);
    loadAll();
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
    Account account = account(owner);
    Optional<UploadRefused> overQuota = account.overQuota(Math.max(bytes, 1));
    if (overQuota.isPresent()) {
      return overQuota.get();
    }
    if (!account.tryOpen()) {
      return tooMany();
    }
    boolean begun = false;
    try {
      UploadId id = UploadId.random();
      Session session =
          new Session(owner.canonical(), parsed.declared(), clock.instant(), Optional.empty());
      SessionFolder folder = new SessionFolder(uploadsFolder, id, disk);
      folder.begin(session);
      uploads.put(id, new Upload(id, session, folder, account, disk, clock));
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
    return new PartTarget.Open(upload.get().id, partNumber);
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
    Upload upload = uploads.get(id);
    if (upload == null) {
      return noSuchUpload();
    }
    if (!isPartNumber(partNumber)) {
      return noSuchPart();
    }
    return new PartIntake(upload, limits, partNumber).take(body, announced);
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
    Account account = account(owner);
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
    CompleteResult result = new Completion(upload.get(), blobs, limits).complete(digest, parts);
    if (upload.get().state() == Upload.State.CLOSED) {
      uploads.remove(upload.get().id);
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
      return new AbortResult.Aborted(upload.id);
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
    int removed = 0;
    for (Upload upload : List.copyOf(uploads.values())) {
      boolean idle = upload.lastActivity().plus(limits.idle()).isBefore(now);
      boolean old = upload.session().created().plus(limits.total()).isBefore(now);
      if (!idle && !old) {
        continue;
      }
      try {
        if (upload.state() == Upload.State.COMPLETED) {
          uploads.remove(upload.id);
          upload.folder.remove();
        } else if (close(upload)) {
          removed++;
        }
      } catch (DiskException e) {
        LOGGER.log(System.Logger.Level.WARNING, "an expired upload could not be removed", e);
      }
    }
    return removed;
  }

  /** How many uploads are open, and what they hold. */
  public Usage usage() {
    int open = (int) uploads.values().stream().filter(u -> u.state() == Upload.State.OPEN).count();
    return new Usage(open, total.bytes());
  }

  /** What uploads take just now. */
  public record Usage(int open, long bytes) {}

  private boolean close(Upload upload) {
    if (!upload.move(Upload.State.OPEN, Upload.State.CLOSED)) {
      return false;
    }
    uploads.remove(upload.id);
    upload.settle();
    upload.folder.remove();
    return true;
  }

  private Optional<Upload> find(Did caller, String uploadId) {
    return UploadId.parse(uploadId)
        .map(uploads::get)
        .filter(upload -> upload.owner().equals(caller.canonical()));
  }

  private Account account(Did owner) {
    return accounts.computeIfAbsent(
        owner.canonical(), did -> new Account(total, limits, new OwnerQuota(quotas, did)));
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

  private void loadAll() {
    try (Stream<Path> folders = Files.list(uploadsFolder)) {
      folders
          .map(folder -> UploadId.parse(folder.getFileName().toString()))
          .flatMap(Optional::stream)
          .forEach(this::load);
    } catch (IOException e) {
      throw new DiskException("list uploads", e);
    }
  }

  private void load(UploadId id) {
    SessionFolder folder = new SessionFolder(uploadsFolder, id, disk);
    try {
      Optional<Session> session = folder.read();
      if (session.isEmpty()) {
        folder.remove();
        return;
      }
      Account account = account(session.get().owner());
      Upload upload = new Upload(id, session.get(), folder, account, disk, clock);
      if (session.get().completed().isPresent()) {
        finish(upload, session.get().completed().get());
        return;
      }
      upload.restore(new UploadLoader(folder, disk).load(session.get().created()));
      account.reopen();
      uploads.put(id, upload);
    } catch (IllegalArgumentException | DiskException e) {
      LOGGER.log(System.Logger.Level.WARNING, "an upload could not be taken up again: " + id, e);
    }
  }

  /**
   * The intent was written. The file was verified then, but is so again: the process may have gone
   * on for a while after it could not publish.
   */
  private void finish(Upload upload, StoredBlob blob) {
    for (Path file : List.of(upload.folder.data(), upload.folder.joined())) {
      if (Files.exists(file)
          && Assembly.digest(file, blob.digest().algorithm()).equals(blob.digest())) {
        blobs.adopt(file, blob.digest());
      }
    }
    if (blobs.locate(blob.digest()) instanceof BlobLocation.Missing) {
      upload.folder.remove();
      return;
    }
    upload.account.keep(blob);
    upload.folder.removeParts();
    upload.move(Upload.State.OPEN, Upload.State.COMPLETED);
    uploads.put(upload.id, upload);
  }
}

package dev.orlop.hold.upload;

import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Uploads whose parts are files.
 *
 * @param folder on the same file system as the blobs
 */
record FileUploads(
    Path folder, BlobStore blobs, UploadLimits limits, InstantSource clock, Disk disk)
    implements UploadPlace {
  FileUploads {
    disk.createDirectories(folder);
  }

  @Override
  public Upload begin(UploadId id, Session session, Account account) {
    new SessionFolder(folder, id, disk).begin(session);
    return new FileUpload(this, id, session, account);
  }

  @Override
  public List<UploadId> left() {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .map(each -> UploadId.parse(each.getFileName().toString()))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new DiskException("list uploads", e);
    }
  }

  @Override
  public Optional<Upload> load(UploadId id, Accounts accounts) {
    SessionFolder files = new SessionFolder(folder, id, disk);
    Optional<Session> session = files.read();
    if (session.isEmpty()) {
      files.remove();
      return Optional.empty();
    }
    Account account = accounts.of(session.get().owner(), id);
    FileUpload upload = new FileUpload(this, id, session.get(), account);
    if (session.get().completed().isPresent()) {
      return finish(upload, session.get().completed().get());
    }
    upload.restore(new UploadLoader(files, disk).load(session.get().created()));
    account.reopen();
    return Optional.of(upload);
  }

  /**
   * The intent was written. The file was verified then, but is so again: the process may have gone
   * on for a while after it could not publish.
   */
  private Optional<Upload> finish(FileUpload upload, StoredBlob blob) {
    for (Path file : upload.whole()) {
      if (Files.exists(file)
          && Assembly.digest(file, blob.digest().algorithm()).equals(blob.digest())) {
        blobs.adopt(file, blob.digest());
      }
    }
    if (blobs.locate(blob.digest()) instanceof BlobLocation.Missing) {
      upload.forget();
      return Optional.empty();
    }
    upload.account().keep(blob);
    upload.tidy(Upload.State.COMPLETED);
    upload.move(Upload.State.OPEN, Upload.State.COMPLETED);
    return Optional.of(upload);
  }
}

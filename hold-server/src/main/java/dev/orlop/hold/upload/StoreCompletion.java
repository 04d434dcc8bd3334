package dev.orlop.hold.upload;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.PartStore;
import dev.orlop.hold.blob.SentPart;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.blob.StoredBlob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns an upload into a blob that a store gathered: check the list, have it joined, read it, write
 * the intent, publish. Whatever was done before a crash is found done: the store knows no parts any
 * more once they are joined, and nothing joined once it is published.
 */
final class StoreCompletion {
  private final StoreUpload upload;
  private final StoreUploads place;
  private final PartStore store;

  StoreCompletion(StoreUpload upload, StoreUploads place) {
    this.upload = upload;
    this.place = place;
    this.store = place.parts();
  }

  CompleteResult assemble(Digest digest, List<PartRef> list) {
    Optional<UploadRefused> fault = join(list);
    if (fault.isPresent()) {
      return fault.get();
    }
    UploadStep.ASSEMBLED.reached();
    return switch (verify(digest, list)) {
      case BlobCheck.Sound(long size) -> publish(new StoredBlob(digest, size));
      case BlobCheck.Damaged(Digest actual, _) -> BegunUpload.wrongDigest(actual);
      case BlobCheck.Missing() -> published(digest);
    };
  }

  /** Has the parts joined, unless an earlier try has. */
  private Optional<UploadRefused> join(List<PartRef> list) {
    Optional<List<SentPart>> sent = store.parts(upload.gathering());
    if (sent.isEmpty() || (sent.get().isEmpty() && !list.isEmpty())) {
      // Some stores know nothing any more of parts that they joined, and others that there are
      // none.
      return Optional.empty();
    }
    Map<Integer, SentPart> parts = new TreeMap<>();
    sent.get().forEach(part -> parts.put(part.number(), part));
    Optional<UploadRefused> fault =
        PartList.check(list, parts, place.limits())
            .or(() -> tooLarge(sent.get()))
            .or(() -> upload.measure(sent.get()));
    if (fault.isEmpty() && !list.isEmpty()) {
      List<SentPart> listed = parts.values().stream().limit(list.size()).toList();
      store.join(upload.gathering(), listed);
    }
    return fault;
  }

  /** Parts that come past us are measured late. */
  private Optional<UploadRefused> tooLarge(List<SentPart> parts) {
    long most = place.limits().maxPartBytes();
    return parts.stream().anyMatch(part -> part.size() > most)
        ? Optional.of(
            new UploadRefused(UploadError.PART_TOO_LARGE, "a part has at most " + most + " bytes"))
        : Optional.empty();
  }

  private BlobCheck verify(Digest digest, List<PartRef> list) {
    if (!list.isEmpty()) {
      return store.verify(upload.gathering(), digest);
    }
    // An S3 joins no parts to nothing.
    Digest nothing = Digest.hash(digest.algorithm(), new byte[0]);
    return digest.equals(nothing) ? new BlobCheck.Sound(0) : new BlobCheck.Damaged(nothing, 0);
  }

  private CompleteResult publish(StoredBlob blob) {
    UploadStep.VERIFIED.reached();
    upload.intend(blob);
    if (blob.size() == 0) {
      publishNothing(blob);
    } else {
      store.publish(upload.gathering(), blob);
    }
    UploadStep.PUBLISHED.reached();
    return new CompleteResult.Completed(blob);
  }

  private void publishNothing(StoredBlob blob) {
    try (StagedBlob staged = place.blobs().stage(blob.digest().algorithm())) {
      var _ = staged.publish(blob.digest());
    }
    store.drop(upload.gathering());
  }

  /** There is nothing to publish: it was done, or there never was anything. */
  private CompleteResult published(Digest digest) {
    Optional<StoredBlob> intended =
        upload.session().completed().filter(blob -> blob.digest().equals(digest));
    if (intended.isEmpty() || place.blobs().locate(digest) instanceof BlobLocation.Missing) {
      return new UploadRefused(
          UploadError.MISSING_PARTS, "the parts that are listed are not there");
    }
    return new CompleteResult.Completed(intended.get());
  }
}

package dev.orlop.hold.upload;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.SentPart;
import dev.orlop.hold.blob.StoredBlob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns files into a blob: check the list, join, verify, write the intent, publish. */
final class Completion {
  private final FileUpload upload;
  private final BlobStore blobs;
  private final UploadLimits limits;

  Completion(FileUpload upload, BlobStore blobs, UploadLimits limits) {
    this.upload = upload;
    this.blobs = blobs;
    this.limits = limits;
  }

  CompleteResult assemble(Digest digest, List<PartRef> list) {
    upload.catchUp();
    Optional<UploadRefused> fault = PartList.check(list, sent(upload.parts()), limits);
    if (fault.isPresent()) {
      return fault.get();
    }
    Assembly.Joined joined = upload.assembly().assemble(list.size(), digest.algorithm());
    if (!joined.digest().equals(digest)) {
      return BegunUpload.wrongDigest(joined.digest());
    }
    UploadStep.VERIFIED.reached();
    StoredBlob blob = new StoredBlob(digest, joined.size());
    upload.intend(blob);
    blobs.adopt(joined.file(), digest);
    UploadStep.PUBLISHED.reached();
    return new CompleteResult.Completed(blob);
  }

  private static Map<Integer, SentPart> sent(Map<Integer, StoredPart> parts) {
    Map<Integer, SentPart> sent = new TreeMap<>();
    parts.forEach((number, part) -> sent.put(number, part.sent()));
    return sent;
  }
}

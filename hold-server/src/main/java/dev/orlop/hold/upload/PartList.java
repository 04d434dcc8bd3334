package dev.orlop.hold.upload;

import dev.orlop.hold.blob.SentPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds the caller's list of parts against what was sent. */
final class PartList {
  private PartList() {}

  static Optional<UploadRefused> check(
      List<PartRef> list, Map<Integer, SentPart> parts, UploadLimits limits) {
    if (list.isEmpty() && !parts.isEmpty()) {
      return missing("no parts are listed, " + parts.size() + " were sent");
    }
    long size = 0;
    for (int i = 0; i < list.size(); i++) {
      int wanted = i + 1;
      PartRef ref = list.get(i);
      if (ref.number() < wanted) {
        return missing("the list of parts is not in ascending order, at part " + ref.number());
      }
      SentPart part = parts.get(wanted);
      if (ref.number() > wanted) {
        return missing("part " + wanted + " is not listed");
      }
      if (part == null) {
        return missing("part " + wanted + " was not sent");
      }
      if (!part.etag().equals(ref.etag())) {
        return missing("part " + wanted + " is not the one that was sent: its ETag is another");
      }
      if (wanted < list.size() && part.size() < limits.minPartBytes()) {
        return Optional.of(
            new UploadRefused(
                UploadError.PART_TOO_SMALL,
                "part " + wanted + " is below " + limits.minPartBytes() + " bytes"));
      }
      size += part.size();
    }
    // Parts that came at the same time did not know of each other.
    return size > limits.maxBlobBytes() ? Optional.of(limits.blobTooLarge()) : Optional.empty();
  }

  private static Optional<UploadRefused> missing(String message) {
    return Optional.of(new UploadRefused(UploadError.MISSING_PARTS, message));
  }
}

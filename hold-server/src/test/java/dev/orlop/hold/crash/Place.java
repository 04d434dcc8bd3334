package dev.orlop.hold.crash;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the blobs of a hold that is killed lie, and all else.
 *
 * @param folder in which they can be looked at
 * @param s3 whose bucket the folder is, if it is one
 * @param mostParts of an upload; small ones cannot be joined in a bucket
 * @param database where repos, events, accounts and pulls lie, if not in the hold's folder
 */
record Place(Path folder, Optional<URI> s3, int mostParts, Optional<Tables> database) {
  static Place files(Path test) {
    return new Place(test.resolve("hold/blobs"), Optional.empty(), 5, Optional.empty());
  }

  /** The same with a database. */
  Place with(String url) {
    return new Place(folder, s3, mostParts, Optional.of(new Tables(url)));
  }

  static Place bucket(Path bucket, URI s3) {
    return new Place(bucket, Optional.of(s3), 1, Optional.empty());
  }
}

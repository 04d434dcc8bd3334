package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobLocation;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** Where a blob is in a bucket. */
record StoredObject(Bucket bucket, Urls urls, Bucket.Found found) implements BlobLocation.Remote {
  @Override
  public long size() {
    return found.size();
  }

  @Override
  public URI url(BlobLocation.Verb verb) {
    return switch (verb) {
      case GET -> urls.get(found.key());
      case HEAD -> urls.head(found.key());
    };
  }

  @Override
  public Optional<InputStream> open(long first, long length) {
    return length == 0
        ? Optional.of(InputStream.nullInputStream())
        : ObjectStream.open(bucket, found.key(), first, length);
  }
}

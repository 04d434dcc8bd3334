package dev.orlop.appview.manifests;

import dev.orlop.appview.cache.CacheKeys;
import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.cache.Flights;
import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.pds.UserRepos;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * The bytes of manifests: from the blobs of their records, compared with their digests, and kept by
 * these. Whose they are makes no difference then, since they are what they are called.
 */
final class ManifestBytes {
  private static final Logger LOG = System.getLogger(ManifestBytes.class.getName());

  /** They do not change; so this is about room, not about age. */
  private static final Duration LIFE = Duration.ofHours(24);

  private final UserRepos repos;
  private final Memory memory;
  private final Flights<String, Fetched<byte[]>> flights = new Flights<>();

  ManifestBytes(UserRepos repos, Memory memory) {
    this.repos = repos;
    this.memory = memory;
  }

  /**
   * The bytes of a manifest, with its digest.
   *
   * @throws OciException MANIFEST_UNKNOWN if they are not there, UNKNOWN with status 502 if what is
   *     there is not they, UNAVAILABLE if that cannot be found out
   */
  byte[] of(Did owner, ManifestRecord record) {
    Digest digest = record.digest();
    return kept(digest).orElseGet(() -> fetched(owner, record));
  }

  private Optional<byte[]> kept(Digest digest) {
    return memory.cache().get(CacheKeys.manifest(digest)).filter(bytes -> is(digest, bytes));
  }

  private static boolean is(Digest digest, byte[] bytes) {
    return Digest.hash(digest.algorithm(), bytes).equals(digest);
  }

  private byte[] fetched(Did owner, ManifestRecord record) {
    Digest digest = record.digest();
    Cid cid =
        record
            .bytes()
            .map(BlobRef::ref)
            .orElseThrow(() -> missing(digest, "its record has no bytes: push it again"));
    // The CID tells by itself, before anything is fetched.
    if (!digest.toCid().map(cid::equals).orElse(true)) {
      throw altered(owner, digest);
    }
    Fetched<byte[]> found =
        flights.join(owner + " " + cid, _ -> repos.blob(owner, cid, Manifest.MAX_BYTES));
    return switch (found) {
      case Fetched.Found<byte[]>(byte[] bytes) -> {
        if (!is(digest, bytes)) {
          throw altered(owner, digest);
        }
        memory.cache().put(CacheKeys.manifest(digest), bytes, LIFE);
        yield bytes;
      }
      case Fetched.Absent<byte[]>() ->
          throw missing(digest, "its record is there, but not its bytes: push it again");
      case Fetched.Unavailable<byte[]>(String reason, Duration pause) ->
          throw OciError.UNAVAILABLE.exception(reason).retryAfter(pause).with("digest", digest);
    };
  }

  private static OciException missing(Digest digest, String why) {
    return OciError.MANIFEST_UNKNOWN
        .exception("the manifest cannot be served: " + why)
        .with("digest", digest);
  }

  private static OciException altered(Did owner, Digest digest) {
    LOG.log(
        Level.WARNING,
        "not served: the record of manifest {0} in the repo of {1} has the bytes of another",
        digest,
        owner);
    return OciError.UNKNOWN
        .exception("what is kept as this manifest is not it any more; it is not served")
        .withStatus(502)
        .with("digest", digest)
        .with("owner", owner);
  }
}

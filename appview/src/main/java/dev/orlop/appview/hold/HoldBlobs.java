package dev.orlop.appview.hold;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.BlobSink;
import dev.orlop.appview.registry.BlobSource;
import dev.orlop.appview.registry.BlobStore;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcDownload;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The blobs of a registry, in the holds of those who own the repositories. */
public final class HoldBlobs implements BlobStore {
  private final HoldChoice choice;
  private final HoldCalls holds;
  private final Delivery delivery;
  private final PartMemory memory;

  /** How a blob gets to whoever asks for it. */
  public enum Delivery {
    /** They are sent to the hold. */
    REDIRECT,
    /** Through this program, which compares the digest. For clients that cannot reach the hold. */
    PROXY
  }

  /**
   * In the holds that {@code choice} says.
   *
   * @param memory for uploads
   */
  public HoldBlobs(HoldChoice choice, HoldCalls holds, Delivery delivery, PartMemory memory) {
    this.choice = choice;
    this.holds = holds;
    this.delivery = delivery;
    this.memory = memory;
  }

  @Override
  public OptionalLong size(Caller caller, Repository repository, Digest digest) {
    Optional<Long> size = first(repository, digest, hold -> size(caller, hold, repository, digest));
    return size.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  /**
   * Asks the hold that pushes go to, and no other: a manifest that is pushed will name that one for
   * all its layers, also after the owner chose another hold.
   */
  @Override
  public OptionalLong sizeForPush(Caller caller, Repository repository, Digest digest) {
    Did user = caller.requireOwner(repository);
    Hold hold;
    try {
      hold = choice.forPush(user);
    } catch (OciException e) {
      if (e.error() == OciError.DENIED) {
        // An answer to HEAD could not say why; the upload that follows will.
        return OptionalLong.empty();
      }
      throw e;
    }
    return holds.readToWrite(hold, user, reads -> reads.size(repository, digest));
  }

  private Optional<Long> size(Caller caller, Hold hold, Repository repository, Digest digest) {
    OptionalLong size = holds.read(hold, caller, reads -> reads.size(repository, digest));
    return size.isPresent() ? Optional.of(size.getAsLong()) : Optional.empty();
  }

  @Override
  public BlobSource open(Caller caller, Repository repository, Digest digest) {
    Optional<BlobSource> source =
        switch (delivery) {
          case REDIRECT ->
              first(
                  repository,
                  digest,
                  hold ->
                      holds
                          .read(hold, caller, reads -> reads.locate(repository, digest))
                          .map(BlobSource.Elsewhere::new));
          case PROXY ->
              first(
                  repository,
                  digest,
                  hold ->
                      size(caller, hold, repository, digest)
                          .map(size -> here(caller, hold, repository, digest, size)));
        };
    return source.orElseGet(BlobSource.Missing::new);
  }

  private BlobSource here(
      Caller caller, Hold hold, Repository repository, Digest digest, long size) {
    return new BlobSource.Here(
        size,
        (first, length) ->
            holds
                .read(hold, caller, reads -> reads.open(repository, digest, first))
                .map(download -> body(download, size - first))
                .orElseThrow(() -> new FileNotFoundException("the blob is gone from " + hold)));
  }

  /** A length that is not what was said is found before anything of it is sent on. */
  private static InputStream body(XrpcDownload download, long expected) {
    if (download.length().orElse(expected) != expected) {
      download.close();
      throw OciError.UNAVAILABLE
          .exception("the hold says two different sizes of the blob")
          .withStatus(502);
    }
    return download.body();
  }

  /**
   * The first hold that has it. One that fails hides nothing that another has, but neither is what
   * it might have had taken for missing.
   */
  private <T> Optional<T> first(
      Repository repository, Digest digest, Function<Hold, Optional<? extends T>> ask) {
    Optional<OciException> failure = Optional.empty();
    for (Hold hold : choice.forPull(repository, digest)) {
      try {
        Optional<? extends T> found = ask.apply(hold);
        if (found.isPresent()) {
          return Optional.of(found.get());
        }
      } catch (OciException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return Optional.empty();
  }

  @Override
  public BlobSink begin(Caller caller, Repository repository, Optional<Digest> expected) {
    Did user = caller.requireOwner(repository);
    HoldUploads uploads = holds.uploads(choice.forPush(user), user);
    HoldSink sink = new HoldSink(uploads, expected, memory);
    if (!uploads.isKnown()) {
      // Who may not write should hear so before they send anything.
      sink.begin();
    }
    return sink;
  }

  /** A hold has each blob once, for all repositories. */
  @Override
  public boolean mount(
      Caller caller, Repository repository, Optional<Repository> from, Digest digest) {
    caller.requireOwner(repository);
    try {
      return sizeForPush(caller, repository, digest).isPresent();
    } catch (OciException e) {
      // The upload that follows will say what is wrong.
      return false;
    }
  }

  @Override
  public boolean delete(Caller caller, Repository repository, Digest digest) {
    Did user = caller.requireOwner(repository);
    HoldClient client = holds.client(choice.forPush(user), Optional.of(user));
    DataMap input = DataMap.builder().put("digest", digest.toString()).build();
    return client.call(Nsids.HOLD_DELETE_BLOB, Need.WRITE, xrpc -> isDeleted(xrpc, input));
  }

  private static boolean isDeleted(XrpcClient xrpc, DataMap input) {
    try {
      DataMap unused = xrpc.procedure(Nsids.HOLD_DELETE_BLOB, input);
      return true;
    } catch (XrpcException e) {
      if (e.is(XrpcError.BLOB_NOT_FOUND)) {
        return false;
      }
      // There are holds that do not know the method.
      if (e.is(XrpcError.BLOB_IN_USE) || e.status() == 404 || e.status() == 501) {
        throw OciError.UNSUPPORTED
            .exception("a hold drops a blob when no manifest names it any more")
            .because(e);
      }
      throw e;
    }
  }
}

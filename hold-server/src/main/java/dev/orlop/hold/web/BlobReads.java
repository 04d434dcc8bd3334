package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.ByteRange;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.access.AccessDecision;
import dev.orlop.hold.access.AccessPolicy;
import dev.orlop.hold.access.Action;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.access.HoldTerms;
import dev.orlop.hold.access.SignedAct;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.lease.BlobKeeper;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pull.BlobAnswer;
import dev.orlop.hold.pull.BlobFetch;
import dev.orlop.hold.pull.BlobFetch.Outcome;
import dev.orlop.hold.pull.BlobFetch.Verb;
import dev.orlop.hold.pull.Delivery;
import dev.orlop.hold.pull.PullService;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * com.atproto.sync.getBlob. With an OCI digest it is a blob of an image: the bytes, a redirect to
 * them, or with {@code method} a URL that is good for that verb. With a CID it is a blob of a repo
 * on this server.
 */
final class BlobReads {
  private static final System.Logger LOGGER = System.getLogger(BlobReads.class.getName());

  private final Gate gate;
  private final RepoBlobs repoBlobs;
  private final PullService pulls;
  private final BlobKeeper keeper;
  private final SignedUrls urls;
  private final Delivery delivery;
  private final BlobReply reply;

  BlobReads(
      Gate gate,
      RepoBlobs repoBlobs,
      PullService pulls,
      BlobKeeper keeper,
      SignedUrls urls,
      Delivery delivery,
      BlobReply reply) {
    this.gate = gate;
    this.repoBlobs = repoBlobs;
    this.pulls = pulls;
    this.keeper = keeper;
    this.urls = urls;
    this.delivery = delivery;
    this.reply = reply;
  }

  void register(XrpcRouter.Builder routes) {
    routes.query(Nsids.SYNC_GET_BLOB, this::getBlob);
  }

  /** Who asks for which blob of whose image. */
  private record Wish(Did owner, Digest digest, Optional<ImageRepository> repository) {
    static Wish of(XrpcCall call) {
      Did owner = call.params().required("did", Did::parse).canonical();
      return new Wish(
          owner,
          call.params().required("cid", Digest::parse),
          call.params()
              .optional("repo", RepositoryName::new)
              .map(name -> new ImageRepository(owner, name)));
    }
  }

  private void getBlob(XrpcCall call) throws Exception {
    // No CID has a colon, and every digest has one.
    if (call.params().text("cid").indexOf(':') < 0) {
      repoBlobs.getBlob(call);
      return;
    }
    Wish wish = Wish.of(call);
    if (SignedUrls.isSigned(call)) {
      signed(call, wish.digest());
      return;
    }
    Optional<Verb> verb = call.params().optional("method", Verb::valueOf);
    if (verb.equals(Optional.of(Verb.PUT))) {
      gate.require(call, Nsids.SYNC_GET_BLOB, Action.WRITE_BLOB);
      keeper.lease(wish.digest());
      url(call, urls.putBlob(wish.owner(), wish.digest()));
      return;
    }
    Caller caller = gate.caller(call, Nsids.SYNC_GET_BLOB);
    // One look at the records for all that is asked of them, also for what it will count as.
    AccessPolicy now = gate.now();
    boolean looks = call.isHead() || verb.equals(Optional.of(Verb.HEAD));
    if (looks && now.allows(caller, Action.WRITE_BLOB)) {
      rely(wish.digest(), caller);
    }
    AccessDecision reading = now.decide(caller, Action.READ_BLOB);
    BlobAnswer.Found found =
        found(looks ? pulls.look(reading, wish.digest()) : pulls.find(reading, wish.digest()));
    if (verb.isPresent()) {
      url(call, wish, found, verb.get());
    } else if (redirects(call, wish, found)) {
      count(wish, BlobReply.range(call, wish.digest(), found.size()), Outcome.REDIRECT);
      call.redirect(location(wish, found));
    } else {
      reply.send(
          call, wish.digest(), found, now.terms(), range -> count(wish, range, Outcome.BYTES));
    }
  }

  /** Whoever may push and looks for a blob will not send it if it is there. */
  private void rely(Digest digest, Caller caller) {
    try {
      BlobLocation unused = keeper.rely(digest, Gate.account(caller));
    } catch (DiskException e) {
      // Reading goes on when a disk is full. The push that may follow says of all it relies on.
      LOGGER.log(System.Logger.Level.WARNING, "no lease on " + digest, e);
    }
  }

  /** What the URL leads to was counted when it was given out. */
  private void signed(XrpcCall call, Digest digest) throws Exception {
    SignedAct get = new SignedAct.GetBlob(digest);
    // Whoever may read a blob may know its size: clients ask for it at the URL they were given.
    urls.require(call, call.isHead() ? List.of(get, new SignedAct.HeadBlob(digest)) : List.of(get));
    // Whoever has such a URL may; the look at the records is for what is said of keeping it.
    HoldTerms terms = gate.now().terms();
    AccessDecision reading = new AccessDecision.Allowed();
    BlobAnswer answer = call.isHead() ? pulls.look(reading, digest) : pulls.find(reading, digest);
    reply.send(call, digest, found(answer), terms, _ -> {});
  }

  private BlobAnswer.Found found(BlobAnswer answer) {
    return switch (answer) {
      case BlobAnswer.Found found -> found;
      case BlobAnswer.Refused(var refusal) -> throw Gate.refusal(refusal);
      case BlobAnswer.Missing(Digest digest) ->
          throw XrpcError.BLOB_NOT_FOUND.exception("Could not find blob: " + digest);
    };
  }

  private void url(XrpcCall call, Wish wish, BlobAnswer.Found found, Verb verb) {
    boolean head = verb == Verb.HEAD;
    if (!head && !call.isHead()) {
      count(wish, new ByteRange.Whole(), Outcome.URL);
    }
    if (delivery != Delivery.PROXY && found.location() instanceof BlobLocation.Remote remote) {
      // A presigned URL is good for the verb that was signed, and for no other.
      url(call, remote.url(head ? BlobLocation.Verb.HEAD : BlobLocation.Verb.GET));
    } else if (head) {
      url(call, urls.headBlob(wish.owner(), wish.digest()));
    } else {
      url(call, urls.getBlob(wish.owner(), wish.digest()));
    }
  }

  private static void url(XrpcCall call, URI url) {
    call.reply(DataMap.builder().put("url", url.toString()).build());
  }

  /** HEAD is answered here, and so is a caller who has the blob. */
  private boolean redirects(XrpcCall call, Wish wish, BlobAnswer.Found found) {
    boolean elsewhere =
        switch (delivery) {
          case REDIRECT -> true;
          case PROXY -> false;
          case AUTO, ACCEL -> found.location() instanceof BlobLocation.Remote;
        };
    return elsewhere && !call.isHead() && !BlobReply.hasAlready(call, wish.digest());
  }

  private URI location(Wish wish, BlobAnswer.Found found) {
    return found.location() instanceof BlobLocation.Remote remote
        ? remote.url(BlobLocation.Verb.GET)
        : urls.getBlob(wish.owner(), wish.digest());
  }

  private void count(Wish wish, ByteRange range, Outcome outcome) {
    pulls.count(
        new BlobFetch(wish.repository(), wish.digest(), Verb.GET, range.isContinuation(), outcome));
  }
}

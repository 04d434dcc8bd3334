package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcParams;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.access.SignedAct;
import dev.orlop.hold.access.UrlSigner;
import dev.orlop.hold.upload.UploadId;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The hold's own short-lived URLs: those of methods, with the parameters {@code expires} and {@code
 * signature}, and then without a token.
 */
final class SignedUrls {
  private static final String EXPIRES = "expires";
  private static final String SIGNATURE = "signature";

  private final String base;
  private final UrlSigner signer;

  SignedUrls(URI publicUrl, UrlSigner signer) {
    this.base = publicUrl.toString();
    this.signer = signer;
  }

  /** Where to read a blob. */
  URI getBlob(Did owner, Digest digest) {
    return blob(owner, digest, new SignedAct.GetBlob(digest));
  }

  /** Where to ask for the size of a blob. */
  URI headBlob(Did owner, Digest digest) {
    return blob(owner, digest, new SignedAct.HeadBlob(digest));
  }

  private URI blob(Did owner, Digest digest, SignedAct act) {
    return url(
        Nsids.SYNC_GET_BLOB,
        List.of("did", owner.toString(), "cid", digest.toString()),
        signer.sign(act));
  }

  /** Where to send a part of an upload. */
  URI putPart(UploadId upload, int number) {
    return url(
        Nsids.HOLD_UPLOAD_PART,
        List.of("uploadId", upload.toString(), "partNumber", Integer.toString(number)),
        signer.sign(new SignedAct.PutPart(upload.toString(), number)));
  }

  /** Where to send a whole blob at once. */
  URI putBlob(Did owner, Digest digest) {
    return url(
        Nsids.HOLD_UPLOAD_PART,
        List.of("did", owner.toString(), "digest", digest.toString()),
        signer.sign(new SignedAct.PutBlob(owner, digest)));
  }

  private URI url(Nsid method, List<String> params, UrlSigner.Signature signature) {
    StringBuilder url =
        new StringBuilder(base).append(XrpcRouter.PREFIX).append(method).append('?');
    for (int i = 0; i < params.size(); i += 2) {
      url.append(params.get(i)).append('=');
      url.append(URLEncoder.encode(params.get(i + 1), StandardCharsets.UTF_8)).append('&');
    }
    url.append(EXPIRES).append('=').append(signature.expires()).append('&');
    return URI.create(url.append(SIGNATURE).append('=').append(signature.mac()).toString());
  }

  /** Whether a call claims to come from such a URL. */
  static boolean isSigned(XrpcCall call) {
    return call.params().optionalText(SIGNATURE).isPresent();
  }

  /** Lets a call pass whose URL was signed for one of {@code acts}, and refuses it otherwise. */
  void require(XrpcCall call, List<SignedAct> acts) {
    XrpcParams params = call.params();
    UrlSigner.Signature presented =
        new UrlSigner.Signature(
            params.integer(EXPIRES).orElseThrow(SignedUrls::forged), params.text(SIGNATURE));
    for (SignedAct act : acts) {
      switch (signer.check(act, presented)) {
        case GOOD -> {
          return;
        }
        case EXPIRED -> throw XrpcError.EXPIRED_URL.exception();
        case FORGED -> {
          // Perhaps it was signed for the next.
        }
      }
    }
    throw forged();
  }

  private static RuntimeException forged() {
    return XrpcError.FORBIDDEN.exception("This URL was not signed by the hold for this call");
  }
}

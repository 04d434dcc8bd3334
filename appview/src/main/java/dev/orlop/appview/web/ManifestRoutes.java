package dev.orlop.appview.web;

import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.MediaTypes;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.registry.Action;
import dev.orlop.appview.registry.ManifestContent;
import dev.orlop.appview.registry.Manifests;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /v2/<name>/manifests/<reference>}. */
final class ManifestRoutes {
  /** More tags than this in one request are refused. */
  private static final int MAX_TAGS = 100;

  private final Gate gate;
  private final Manifests manifests;

  ManifestRoutes(Gate gate, Manifests manifests) {
    this.gate = gate;
    this.manifests = manifests;
  }

  void get(OciCall call) {
    Gate.Entry entry = gate.require(call, Action.PULL);
    Reference reference = known(call);
    ManifestContent found = manifests.get(entry.caller(), entry.repository(), reference);
    if (reference instanceof Reference.ByTag && !Accept.of(call).takes(found.mediaType())) {
      throw OciError.MANIFEST_UNKNOWN
          .exception("the manifest is none that the client accepts")
          .with("mediaType", found.mediaType());
    }
    call.header(OciHeaders.CONTENT_DIGEST, found.digest())
        .header(HeaderNames.ETAG, Etags.of(found.digest()));
    if (Etags.hasAlready(call, found.digest())) {
      call.replyEmpty(Status.NOT_MODIFIED_304);
    } else {
      call.reply(found.mediaType(), found.bytes());
    }
  }

  void put(OciCall call) throws IOException {
    Gate.Entry entry = gate.require(call, Action.PULL, Action.PUSH);
    Reference reference = Reference.parse(call.path().last());
    List<String> tags = call.params("tag");
    if (tags.size() > MAX_TAGS) {
      throw OciError.UNSUPPORTED
          .exception("more than " + MAX_TAGS + " tags")
          .withStatus(Status.REQUEST_URI_TOO_LONG_414.code());
    }
    List<Tag> more = tags.stream().map(Tag::new).toList();
    Optional<String> type = call.header(HeaderNames.CONTENT_TYPE).map(MediaTypes::bare);
    byte[] bytes = call.bytes(Manifest.MAX_BYTES, Manifest.tooLarge());
    Manifest manifest =
        manifests.put(entry.caller(), entry.repository(), reference, more, type, bytes);
    call.header(HeaderNames.LOCATION, OciPath.manifest(entry.name().text(), manifest.digest()))
        .header(OciHeaders.CONTENT_DIGEST, manifest.digest());
    manifest
        .subject()
        .map(Descriptor::digest)
        .ifPresent(subject -> call.header(OciHeaders.SUBJECT, subject));
    if (!more.isEmpty()) {
      call.header(OciHeaders.TAG, more.stream().map(Tag::value).collect(Collectors.joining(", ")));
    }
    call.replyEmpty(Status.CREATED_201);
  }

  void delete(OciCall call) {
    Gate.Entry entry = gate.require(call, Action.DELETE);
    manifests.delete(entry.caller(), entry.repository(), known(call));
    call.replyEmpty(Status.ACCEPTED_202);
  }

  /** What could not have been pushed as a tag is not there; a broken digest is a fault. */
  private static Reference known(OciCall call) {
    try {
      return Reference.parse(call.path().last());
    } catch (OciException e) {
      throw e.error() == OciError.MANIFEST_INVALID ? OciError.MANIFEST_UNKNOWN.exception() : e;
    }
  }
}

package dev.orlop.cli.transfer;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcConnectionException;
import dev.orlop.atproto.xrpc.XrpcUpload;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.oci.Descriptor;
import dev.orlop.cli.oci.ImageTree;
import dev.orlop.cli.oci.Manifest;
import dev.orlop.cli.oci.OciLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Brings an image from a layout to a hold: what the hold lacks, then the news of it. */
public final class PushEngine {
  /** Blobs at a time; the hold hashes each as it comes, on one core. */
  private static final int WIDTH = 3;

  private static final int ATTEMPTS = 3;

  private final ImageHold hold;
  private final TransferListener listener;

  /** Pushes to {@code hold}. */
  public PushEngine(ImageHold hold, TransferListener listener) {
    this.hold = hold;
    this.listener = listener;
  }

  /**
   * What is pushed where.
   *
   * @param tree of the image, from {@code layout}
   */
  public record Push(
      OciLayout layout, ImageTree tree, Did owner, String repository, Optional<String> tag) {}

  /** What was sent, and what the hold had already. */
  public record Pushed(long blobsSent, long bytesSent, long blobsSkipped, int manifests) {}

  /** Pushes; begun again after a failure, it sends only what is still missing. */
  public Pushed push(Push push) throws IOException {
    List<Descriptor> all = new ArrayList<>(push.tree().blobs());
    push.tree().manifests().forEach(manifest -> all.add(manifest.self()));
    listener.expected(push.tree().totalBytes());
    AtomicLong sent = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    // Manifests refer to what is there already only when they come last.
    List<Descriptor> contents = all.subList(0, push.tree().blobs().size());
    List<Descriptor> manifests = all.subList(contents.size(), all.size());
    for (List<Descriptor> batch : List.of(contents, manifests)) {
      Workers.forEach(
          batch,
          WIDTH,
          descriptor -> {
            if (send(push, descriptor)) {
              sent.incrementAndGet();
              bytes.addAndGet(descriptor.size());
            }
          });
    }
    for (Manifest manifest : push.tree().manifests()) {
      boolean root = manifest.self().digest().equals(push.tree().root().digest());
      hold.notifyPush(
          push.owner(), push.repository(), manifest, root ? push.tag() : Optional.empty());
    }
    return new Pushed(
        sent.get(), bytes.get(), all.size() - sent.get(), push.tree().manifests().size());
  }

  private boolean send(Push push, Descriptor descriptor) throws IOException {
    OptionalLong there = hold.size(push.owner(), descriptor.digest());
    if (there.isPresent()) {
      listener.moved(descriptor.size());
      return false;
    }
    if (descriptor.external() && !push.layout().has(descriptor.digest())) {
      listener.note("left out, offered elsewhere: " + descriptor.digest());
      listener.moved(descriptor.size());
      return false;
    }
    upload(descriptor.digest(), PartSizes.of(push.layout().blob(descriptor), descriptor.size()));
    return true;
  }

  private void upload(Digest digest, List<FileSection> sections) {
    String id = hold.initiate(digest);
    boolean complete = false;
    try {
      List<ImageHold.Part> parts = new ArrayList<>();
      for (FileSection section : sections) {
        int number = parts.size() + 1;
        parts.add(new ImageHold.Part(number, part(id, number, section.upload(listener::moved))));
      }
      hold.complete(id, digest, parts);
      complete = true;
    } finally {
      if (!complete) {
        abort(id);
      }
    }
  }

  /** A part that arrives twice is the same part, so after a broken connection it is sent again. */
  private String part(String id, int number, XrpcUpload bytes) {
    for (int attempt = 1; ; attempt++) {
      try {
        return hold.putPart(hold.part(id, number), bytes);
      } catch (XrpcConnectionException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        listener.note("part " + number + " is sent again: " + e.getMessage());
      }
    }
  }

  private void abort(String id) {
    try {
      hold.abort(id);
    } catch (RuntimeException e) {
      listener.note("an unfinished upload stays until it expires: " + e.getMessage());
    }
  }
}

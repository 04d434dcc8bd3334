package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.SentPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tries all that a hold does with a bucket, one by one, on objects of its own under {@code
 * uploads/}, which it removes.
 */
public final class S3Doctor {
  private static final int SMALL_BYTES = 1000;
  private static final int TAIL_BYTES = 2000;

  /** How something was found. */
  public enum Verdict {
    /** It works. */
    OK,
    /** It does not, and a hold can do without. */
    NOTE,
    /** It does not, and a hold needs it. */
    BAD
  }

  /**
   * What one probe found.
   *
   * @param probe its name
   * @param detail what is so
   * @param fix what to do about it; empty if there is nothing to do
   */
  public record Finding(String probe, Verdict verdict, String detail, String fix) {}

  private final S3Settings settings;
  private final String name = "doctor-" + UUID.randomUUID();
  private final List<Finding> findings = new ArrayList<>();

  private S3Doctor(S3Settings settings) {
    this.settings = settings;
  }

  /** Probes a bucket; throws nothing of what it finds. */
  public static List<Finding> examine(S3Settings settings) {
    S3Doctor doctor = new S3Doctor(settings);
    try (S3BlobStore store = S3BlobStore.open(settings)) {
      doctor.examine(store);
    }
    return List.copyOf(doctor.findings);
  }

  private void examine(S3BlobStore store) {
    Bucket bucket = store.bucket();
    Keys keys = new Keys(settings.prefix());
    String key = keys.upload(name);
    findings.add(ClockProbe.ask(settings));
    if (!probe("put", "let the credentials write to the bucket", () -> put(bucket, key))) {
      // Nothing else could be said but the same again.
      return;
    }
    probe(
        "head",
        "grant s3:ListBucket: without it what is missing is a 403",
        () -> head(bucket, key));
    probe("range", "use an S3, or a proxy before it, that honours Range", () -> range(bucket, key));
    probe("list", "grant s3:ListBucket", () -> list(bucket, keys, key));
    probe("copy", "use an S3 that has CopyObject; grant s3:GetObject", () -> copy(bucket, key));
    probe(
        "multipart", "grant s3:PutObject and s3:ListMultipartUploadParts", () -> parts(store, key));
    probe("abort", "grant s3:AbortMultipartUpload", () -> abort(store, key));
    PresignProbe presigned = new PresignProbe(settings, store, key);
    String reach =
        "set s3.public-endpoint to an address that clients reach, and look at s3.path-style";
    probe("presigned GET", reach, presigned::get);
    probe("presigned HEAD", "use an S3 that signs HEAD; or delivery: proxy", presigned::head);
    probe("presigned PUT of a part", reach, presigned::putPart);
    checksums(key);
    probe("delete", "grant s3:DeleteObject", () -> delete(bucket, key));
  }

  /** What a probe does. */
  @FunctionalInterface
  interface Probe {
    /** Gives what it saw; throws {@link Sick} or {@link BlobStoreException} if it did not work. */
    String run();
  }

  /** Something answers, but not as it should. */
  static final class Sick extends RuntimeException {
    Sick(String detail) {
      super(detail);
    }
  }

  private boolean probe(String probe, String fix, Probe action) {
    try {
      findings.add(new Finding(probe, Verdict.OK, action.run(), ""));
      return true;
    } catch (Sick e) {
      findings.add(new Finding(probe, Verdict.BAD, String.valueOf(e.getMessage()), fix));
    } catch (BlobStoreException e) {
      findings.add(
          new Finding(probe, Verdict.BAD, String.valueOf(e.getMessage()), fix(e.kind(), fix)));
    }
    return false;
  }

  private String fix(BlobStoreException.Kind kind, String otherwise) {
    return switch (kind) {
      case NO_BUCKET -> "make the bucket " + settings.bucket() + ", or correct s3.bucket";
      case CLOCK -> "set this machine's clock, by NTP";
      case UNAVAILABLE -> "correct s3.endpoint, or have the S3 answer";
      case NO_ROOM -> "make room in the S3";
      case FORBIDDEN -> "correct the credentials and s3.region; " + otherwise;
      case BUSY, MALFORMED -> otherwise;
    };
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  private static String put(Bucket bucket, String key) {
    bucket.put(key, bytes(SMALL_BYTES), SMALL_BYTES);
    requireBytes(bucket, key, 0, SMALL_BYTES);
    return "an object went in and came back";
  }

  private static void requireBytes(Bucket bucket, String key, int first, int length) {
    byte[] wanted = Arrays.copyOfRange(bytes(first + length), first, first + length);
    byte[] got = Rehash.read(bucket, key, first, length);
    if (!Arrays.equals(wanted, got)) {
      throw new Sick("other bytes came back than went in");
    }
  }

  private static String head(Bucket bucket, String key) {
    long size = bucket.find(key).map(Bucket.Found::size).orElse(-1L);
    if (size != SMALL_BYTES) {
      throw new Sick("of 1000 bytes it said that there are " + size);
    }
    if (bucket.find(key + "-missing").isPresent()) {
      throw new Sick("it found an object that there is not");
    }
    return "what is there and what is missing are told apart";
  }

  private static String range(Bucket bucket, String key) {
    requireBytes(bucket, key, 100, 50);
    return "a part of an object comes alone";
  }

  private static String list(Bucket bucket, Keys keys, String key) {
    if (bucket.list(keys.uploads(), "", 1000).stream().noneMatch(f -> f.key().equals(key))) {
      throw new Sick("an object that was just written is not listed");
    }
    if (bucket.list(key, key, 10).stream().anyMatch(found -> found.key().equals(key))) {
      throw new Sick("start-after is not honoured");
    }
    return "listings have what was just written, and go on where they are told to";
  }

  private static String copy(Bucket bucket, String key) {
    Mover mover = new Mover(bucket, new Multipart(bucket), S3BlobStore.COPY_BYTES);
    mover.copy(key, key + "-copy", SMALL_BYTES);
    requireBytes(bucket, key + "-copy", 0, SMALL_BYTES);
    bucket.delete(key + "-copy");
    return "an object is copied within the bucket";
  }

  private static String parts(S3BlobStore store, String key) {
    Multipart multipart = store.multipart();
    int first = Math.toIntExact(S3Settings.LEAST_PART_BYTES);
    byte[] whole = bytes(first + TAIL_BYTES);
    Multipart.Begun begun = multipart.begin(key + "-parts");
    List<SentPart> sent = new ArrayList<>();
    sent.add(multipart.send(begun, 1, whole, first));
    byte[] tail = Arrays.copyOfRange(whole, first, whole.length);
    sent.add(multipart.send(begun, 2, tail, tail.length));
    Optional<List<SentPart>> listed = multipart.parts(begun);
    if (!listed.equals(Optional.of(sent))) {
      throw new Sick("the parts that it lists are not those that were sent: " + listed);
    }
    multipart.complete(begun, sent, whole.length);
    requireBytes(store.bucket(), begun.key(), first - 10, TAIL_BYTES);
    store.bucket().delete(begun.key());
    return "an object is put together of parts";
  }

  private static String abort(S3BlobStore store, String key) {
    Multipart multipart = store.multipart();
    Multipart.Begun begun = multipart.begin(key + "-abort");
    multipart.abort(begun);
    if (multipart.parts(begun).map(parts -> !parts.isEmpty()).orElse(false)) {
      throw new Sick("an upload that was given up has parts");
    }
    return "an upload is given up";
  }

  /** Whether the other setting of checksums would do, too. */
  private void checksums(String key) {
    boolean strict = settings.checksums() == S3Settings.Checksums.WHEN_SUPPORTED;
    S3Settings other =
        settings.with(
            strict ? S3Settings.Checksums.WHEN_REQUIRED : S3Settings.Checksums.WHEN_SUPPORTED);
    try (S3BlobStore store = S3BlobStore.open(other)) {
      String unused = put(store.bucket(), key);
      findings.add(
          new Finding(
              "checksums", Verdict.OK, "s3.checksums may be when-required and when-supported", ""));
    } catch (Sick | BlobStoreException e) {
      findings.add(
          new Finding(
              "checksums",
              Verdict.NOTE,
              strict ? "when-required does not work" : "this S3 knows no newer checksums",
              strict ? "keep when-supported" : "keep s3.checksums: when-required"));
    }
  }

  private static String delete(Bucket bucket, String key) {
    bucket.deleteAll(List.of(key, key + "-missing"));
    if (bucket.find(key).isPresent()) {
      throw new Sick("what was deleted is still there");
    }
    return "objects are deleted many at once";
  }
}

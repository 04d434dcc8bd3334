package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.BlobStoreException.Kind;
import java.util.Locale;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What an S3's refusals mean. */
final class Faults {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int INSUFFICIENT_STORAGE = 507;

  private Faults() {}

  /**
   * Makes a call.
   *
   * @param doing what it is, as in "could not ..."
   */
  static <T> T call(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw translate(doing, e);
    }
  }

  static BlobStoreException translate(String doing, SdkException e) {
    if (e instanceof S3Exception answered) {
      String said = said(answered);
      return new BlobStoreException(kind(answered), doing, said, e);
    }
    // Nothing came back that could be understood: connection, time, or no credentials at all.
    return new BlobStoreException(Kind.UNAVAILABLE, doing, String.valueOf(e.getMessage()), e);
  }

  private static Kind kind(S3Exception e) {
    return switch (code(e)) {
      case "NoSuchBucket" -> Kind.NO_BUCKET;
      case "RequestTimeTooSkewed", "RequestExpired" -> Kind.CLOCK;
      case "QuotaExceeded", "XMinioStorageFull", "EntityTooLarge" -> Kind.NO_ROOM;
      default ->
          switch (e.statusCode()) {
            case FORBIDDEN, 401 -> Kind.FORBIDDEN;
            case INSUFFICIENT_STORAGE -> Kind.NO_ROOM;
            case 408, 429 -> Kind.UNAVAILABLE;
            default -> e.statusCode() >= 500 ? Kind.UNAVAILABLE : Kind.MALFORMED;
          };
    };
  }

  /** What it said: the name of the error if it gave one, and the status. */
  private static String said(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String message = details == null ? null : details.errorMessage();
    return String.format(
        Locale.ROOT,
        "the S3 answered %d%s%s",
        e.statusCode(),
        code(e).isEmpty() ? "" : " " + code(e),
        message == null ? "" : ", " + message);
  }

  static String code(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }

  /** Whether what was asked for is not there; of HEAD, perhaps because the bucket is not. */
  static boolean isMissing(S3Exception e) {
    return e.statusCode() == NOT_FOUND && !code(e).equals("NoSuchBucket");
  }
}

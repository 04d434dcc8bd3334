package dev.orlop.cli.exit;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.crypto.InvalidKeyException;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.xrpc.XrpcConnectionException;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.car.cid.InvalidDigestException;
import dev.orlop.cli.oci.OciFormatException;
import dev.orlop.hold.app.FolderInUseException;
import dev.orlop.hold.app.backup.Passphrase;
import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.pds.records.MalformedRecordException;
import dev.orlop.hold.store.SchemaException;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.StoreFailedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.zip.ZipException;

/** The one mapper from what was thrown to what the user is told. */
public final class Problems {
  private Problems() {}

  /** The problem behind {@code failure}; whatever is not known here is a plain failure. */
  public static Problem of(Throwable failure) {
    return switch (failure) {
      case CommandFailure known -> known.problem();
      case UncheckedIOException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case OciFormatException e ->
          new Problem(
              ExitCode.VERIFICATION_FAILED,
              "the image is not acceptable",
              e.text(),
              "get the image again from where it came");
      case InvalidKeyException e ->
          new Problem(ExitCode.USAGE, "no usable key", message(e), "name a key file or did:key");
      case InvalidDigestException e ->
          new Problem(
              ExitCode.USAGE, "not a digest", message(e), "write it as sha256:<64 hex digits>");
      case InvalidSyntaxException e ->
          new Problem(ExitCode.USAGE, "a name is not acceptable", message(e), "see --help");
      case XrpcException e -> refusal(e);
      case XrpcConnectionException e ->
          new Problem(
              ExitCode.UNAVAILABLE,
              "could not reach the server",
              message(e),
              "check that it runs and that the address is right");
      case FolderInUseException e ->
          new Problem(
              ExitCode.CONFLICT,
              "the folder is in use",
              message(e),
              "stop the hold or devnet that runs on it");
      case ConfigException e ->
          new Problem(
              ExitCode.USAGE,
              "the configuration cannot be used",
              message(e),
              "correct orlop.yaml or the environment");
      case BlobStoreException e ->
          new Problem(
              ExitCode.UNAVAILABLE,
              "the bucket refused",
              message(e),
              "orlop doctor s3 says what is wrong");
      case StoreFailedException e ->
          new Problem(
              ExitCode.UNAVAILABLE,
              "what is stored cannot be reached, or takes nothing",
              message(e),
              "see that the disk has room, and that the database runs, if there is one");
      case StoreDamagedException e ->
          new Problem(
              ExitCode.VERIFICATION_FAILED,
              "the stored repo is damaged",
              message(e),
              "restore it from a backup");
      case SchemaException e ->
          new Problem(
              ExitCode.CONFLICT,
              "the database is of another version",
              message(e),
              "run the version that fits it; see orlop db status");
      case MalformedRecordException e ->
          new Problem(ExitCode.FAILURE, "a record of the hold makes no sense", message(e), "");
      case Passphrase.WrongException e ->
          new Problem(
              ExitCode.VERIFICATION_FAILED,
              "the backup cannot be read",
              message(e),
              "check the passphrase; if it is right, take another backup");
      case ZipException e ->
          new Problem(
              ExitCode.VERIFICATION_FAILED,
              "the backup cannot be restored",
              message(e),
              "take another backup");
      case NoSuchFileException e ->
          new Problem(ExitCode.NOT_FOUND, "no such file", message(e), "check the path");
      case NotDirectoryException e ->
          new Problem(ExitCode.USAGE, "not a directory", message(e), "name a directory");
      case FileAlreadyExistsException e ->
          new Problem(ExitCode.CONFLICT, "it exists already", message(e), "choose another name");
      case AccessDeniedException e ->
          new Problem(
              ExitCode.DENIED,
              "the file system refused",
              message(e),
              "check the owner and mode of the file");
      case UnknownHostException e ->
          unavailable("no address for host " + message(e), "check the URL");
      case BindException e ->
          new Problem(
              ExitCode.CONFLICT,
              "cannot listen",
              message(e),
              "choose another port, or stop what listens there");
      case ConnectException e -> unavailable(message(e), "check that the server runs");
      case HttpTimeoutException e -> unavailable(message(e), "try again later");
      case InterruptedIOException e -> unavailable(message(e), "try again later");
      case SocketException e -> unavailable("connection lost: " + message(e), "try again");
      case ClosedChannelException _ -> unavailable("connection closed", "try again");
      case EOFException e -> unavailable("connection ended early: " + message(e), "try again");
      case IOException e ->
          new Problem(ExitCode.FAILURE, "reading or writing failed", message(e), "");
      case IllegalArgumentException e ->
          new Problem(ExitCode.USAGE, "a value is not acceptable", message(e), "see --help");
      default ->
          new Problem(
              ExitCode.FAILURE,
              "unexpected " + failure.getClass().getSimpleName(),
              message(failure),
              "run again with --verbose and report it");
    };
  }

  private static Problem refusal(XrpcException refusal) {
    ExitCode code = XrpcExitCodes.of(refusal);
    String hint =
        switch (code) {
          case DENIED -> "act as the captain or a crew member: --as, --key or --token";
          case UNAVAILABLE -> "try again later";
          case CONFLICT -> "look at the present state and try again";
          case NOT_FOUND -> "check the name";
          case OK, FAILURE, USAGE, VERIFICATION_FAILED -> "";
        };
    return new Problem(code, "the hold refused: " + refusal.error(), refusal.text(), hint);
  }

  private static Problem unavailable(String why, String hint) {
    return new Problem(ExitCode.UNAVAILABLE, "could not reach the server", why, hint);
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}

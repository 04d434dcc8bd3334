package dev.orlop.hold.config;

import dev.orlop.atproto.config.SettingText;
import dev.orlop.atproto.config.Settings;
import dev.orlop.hold.blob.s3.S3Credentials;
import dev.orlop.hold.blob.s3.S3Settings;
import dev.orlop.hold.pull.Delivery;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Reads the settings that say where blobs lie. Secrets never get into what is said to be wrong. */
final class StorageReader {
  /** Of the heap, for parts of blobs on their way to a bucket. */
  private static final int MEMORY_SHARE = 4;

  /** The longest life that a signature may have, in minutes. */
  private static final int LONGEST_LIFE_MINUTES = 7 * 24 * 60;

  private final Settings<HoldSetting> settings;
  private final Path folder;

  StorageReader(Settings<HoldSetting> settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
  }

  /** What is wrong is kept in the settings; empty then. */
  Optional<Storage> read(long maxBlobBytes) {
    Optional<Path> files = settings.parse(HoldSetting.BLOBS, this::blobs);
    Optional<Boolean> bucket = settings.parse(HoldSetting.DRIVER, StorageReader::isBucket);
    Optional<Delivery> delivery =
        settings.parse(HoldSetting.DELIVERY, SettingText.oneOf(Delivery.values()));
    Optional<Storage.Header> header =
        settings.parse(HoldSetting.ACCEL_HEADER, StorageReader::header);
    Optional<String> prefix = settings.parse(HoldSetting.ACCEL_PREFIX, StorageReader::accelPrefix);
    Optional<S3Settings> s3 = bucket.orElse(false) ? bucketOf(maxBlobBytes) : Optional.empty();
    boolean sound =
        files.isPresent()
            && bucket.isPresent()
            && delivery.isPresent()
            && header.isPresent()
            && prefix.isPresent()
            && s3.isPresent() == bucket.get();
    return sound
        ? Optional.of(
            new Storage(
                files.get(), s3, delivery.get(), new Storage.Accel(header.get(), prefix.get())))
        : Optional.empty();
  }

  private Path blobs(String text) {
    return text.isEmpty() ? folder.resolve("blobs") : folder.resolve(text);
  }

  private static boolean isBucket(String text) {
    return switch (text) {
      case "file", "filesystem" -> false;
      case "s3" -> true;
      default -> throw new IllegalArgumentException("must be file or s3");
    };
  }

  private static Storage.Header header(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "x-accel-redirect" -> Storage.Header.X_ACCEL_REDIRECT;
      case "x-sendfile" -> Storage.Header.X_SENDFILE;
      default -> throw new IllegalArgumentException("must be X-Accel-Redirect or X-Sendfile");
    };
  }

  private static String accelPrefix(String text) {
    if (!text.startsWith("/") || !text.endsWith("/")) {
      throw new IllegalArgumentException("must begin and end with a slash");
    }
    return text;
  }

  private Optional<S3Settings> bucketOf(long maxBlobBytes) {
    Optional<String> name = settings.parse(HoldSetting.S3_BUCKET, StorageReader::bucketName);
    Optional<Optional<URI>> endpoint =
        settings.parse(HoldSetting.S3_ENDPOINT, StorageReader::endpoint);
    Optional<Optional<URI>> forOthers =
        settings.parse(HoldSetting.S3_PUBLIC_ENDPOINT, StorageReader::endpoint);
    Optional<Optional<S3Credentials>> credentials = credentials();
    Optional<Boolean> pathStyle =
        settings.parse(
            HoldSetting.S3_PATH_STYLE,
            text ->
                text.equals("auto")
                    ? endpoint.flatMap(uri -> uri).isPresent()
                    : SettingText.bool(text));
    Optional<String> prefix = settings.parse(HoldSetting.S3_PREFIX, StorageReader::keyPrefix);
    Optional<S3Settings.Checksums> checksums =
        settings.parse(HoldSetting.S3_CHECKSUMS, StorageReader::checksums);
    Optional<Duration> life = settings.parse(HoldSetting.S3_URL_MINUTES, StorageReader::life);
    boolean sound =
        name.isPresent()
            && endpoint.isPresent()
            && forOthers.isPresent()
            && credentials.isPresent()
            && pathStyle.isPresent()
            && prefix.isPresent()
            && checksums.isPresent()
            && life.isPresent();
    return sound
        ? Optional.of(
            new S3Settings(
                name.get(),
                settings.text(HoldSetting.S3_REGION),
                endpoint.get(),
                forOthers.get(),
                credentials.get(),
                pathStyle.get(),
                prefix.get(),
                checksums.get(),
                life.get(),
                S3Settings.partBytes(maxBlobBytes),
                Runtime.getRuntime().maxMemory() / MEMORY_SHARE,
                S3Settings.Patience.DEFAULT))
        : Optional.empty();
  }

  private static String bucketName(String text) {
    if (!text.matches("[a-z0-9A-Z][a-z0-9A-Z._-]{1,62}")) {
      throw new IllegalArgumentException("must be the name of a bucket");
    }
    return text;
  }

  private static Optional<URI> endpoint(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(SettingText.origin(text));
  }

  private static String keyPrefix(String text) {
    String bare = text.replaceAll("^/+|/+$", "");
    return bare.isEmpty() ? "" : bare + "/";
  }

  private static S3Settings.Checksums checksums(String text) {
    return switch (text) {
      case "when-required" -> S3Settings.Checksums.WHEN_REQUIRED;
      case "when-supported" -> S3Settings.Checksums.WHEN_SUPPORTED;
      default -> throw new IllegalArgumentException("must be when-required or when-supported");
    };
  }

  private static Duration life(String text) {
    int minutes = SettingText.count(text);
    if (minutes < 1 || minutes > LONGEST_LIFE_MINUTES) {
      throw new IllegalArgumentException("must be 1 to " + LONGEST_LIFE_MINUTES);
    }
    return Duration.ofMinutes(minutes);
  }

  private Optional<Optional<S3Credentials>> credentials() {
    Optional<String> id = secret(HoldSetting.S3_ACCESS_KEY_ID, HoldSetting.S3_ACCESS_KEY_ID_FILE);
    Optional<String> key =
        secret(HoldSetting.S3_SECRET_ACCESS_KEY, HoldSetting.S3_SECRET_ACCESS_KEY_FILE);
    if (id.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    if (id.get().isEmpty() != key.get().isEmpty()) {
      settings.fault("s3.access-key-id and s3.secret-access-key: one without the other");
      return Optional.empty();
    }
    return Optional.of(
        id.get().isEmpty()
            ? Optional.empty()
            : Optional.of(new S3Credentials(id.get(), key.get())));
  }

  private Optional<String> secret(HoldSetting itself, HoldSetting file) {
    String path = settings.text(file);
    if (path.isEmpty()) {
      return Optional.of(settings.text(itself));
    }
    return settings.parse(
        file,
        _ -> {
          try {
            return Files.readString(folder.resolve(path)).strip();
          } catch (IOException _) {
            throw new IllegalArgumentException("cannot be read: " + path);
          }
        });
  }
}

package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.BlobStoreContract;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract over LocalStack, where Docker runs; everywhere else s3proxy has to do. */
@EnabledIf("isDockerHere")
class LocalStackTest extends BlobStoreContract {
  private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.9.2");
  private static final Path DOCKER = Path.of("/var/run/docker.sock");
  private static final String REGION = "us-east-1";

  private static @Nullable LocalStackContainer container;

  static boolean isDockerHere() {
    // Looking for it in all the places where it may be takes long and says much.
    boolean here =
        (Files.exists(DOCKER) || System.getenv("DOCKER_HOST") != null)
            && DockerClientFactory.instance().isDockerAvailable();
    System.out.println(
        "the contract of blob stores is held against S3: "
            + (here ? "LocalStack" : "NOT against LocalStack, for Docker does not run here"));
    return here;
  }

  @BeforeAll
  static void start() {
    LocalStackContainer starting = new LocalStackContainer(IMAGE).withServices("s3");
    container = starting;
    starting.start();
    try (S3Client client = Clients.client(settings(""))) {
      var _ = client.createBucket(request -> request.bucket(S3World.BUCKET));
    }
  }

  @AfterAll
  static void stop() {
    running().stop();
  }

  private static LocalStackContainer running() {
    return Objects.requireNonNull(container);
  }

  private static S3Settings settings(String prefix) {
    URI endpoint = running().getEndpoint();
    return new S3Settings(
        S3World.BUCKET,
        REGION,
        Optional.of(endpoint),
        Optional.empty(),
        Optional.of(new S3Credentials(running().getAccessKey(), running().getSecretKey())),
        true,
        prefix,
        S3Settings.Checksums.WHEN_SUPPORTED,
        Duration.ofMinutes(15),
        S3Settings.LEAST_PART_BYTES,
        4 * S3Settings.LEAST_PART_BYTES,
        S3Settings.Patience.DEFAULT);
  }

  @Override
  protected BlobStore open(Path folder) {
    // One bucket for all tests, and a prefix for each.
    return S3BlobStore.open(settings(folder.getFileName() + "/"));
  }
}

package dev.orlop.hold.blob.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.blob.s3.FaultyS3.Fault;
import dev.orlop.hold.blob.s3.FaultyS3.Request;
import dev.orlop.hold.blob.s3.S3Doctor.Finding;
import dev.orlop.hold.blob.s3.S3Doctor.Verdict;
import dev.orlop.testkit.LocalS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3DoctorTest {
  @TempDir Path folder;
  private LocalS3 s3;
  private FaultyS3 faulty;

  @BeforeEach
  void start() {
    s3 = S3World.start(folder);
    faulty = FaultyS3.before(s3.endpoint());
  }

  @AfterEach
  void stop() {
    faulty.close();
    s3.close();
  }

  private List<Finding> examine() {
    return S3Doctor.examine(S3World.settings(faulty.endpoint()));
  }

  private static List<String> bad(List<Finding> findings) {
    return findings.stream()
        .filter(found -> found.verdict() == Verdict.BAD)
        .peek(found -> assertFalse(found.fix().isEmpty(), found::toString))
        .map(Finding::probe)
        .toList();
  }

  private void refuse(Predicate<Request> which) {
    faulty.rule(
        request -> which.test(request) ? new Fault.Answer(403, "AccessDenied") : FaultyS3.PASS);
  }

  @Test
  void aGoodBucketIsFoundGoodAndNothingIsLeftInIt() throws IOException {
    List<Finding> findings = examine();
    assertEquals(List.of(), bad(findings), findings::toString);
    assertTrue(findings.size() >= 11, findings::toString);
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
    }
  }

  @Test
  void whatIsWrongIsNamedWithWhatToDoAboutIt() {
    S3Settings settings = S3World.settings(s3.endpoint());
    Finding bucket = S3Doctor.examine(settings.withBucket("no-such-bucket")).getLast();
    assertEquals("make the bucket no-such-bucket, or correct s3.bucket", bucket.fix());
    Finding secret =
        S3Doctor.examine(S3World.settings(s3.endpoint(), "a-wrong-secret", "")).getLast();
    assertTrue(secret.fix().startsWith("correct the credentials"), secret::toString);
    assertFalse(secret.toString().contains("a-wrong-secret"), secret::toString);
    s3.close();
    Finding silence = S3Doctor.examine(settings).getLast();
    assertTrue(silence.fix().contains("s3.endpoint"), silence::toString);
  }

  @Test
  void oneThingThatIsRefusedDoesNotHideTheOthers() {
    refuse(request -> request.verb().equals("PUT") && request.target().contains("-copy"));
    assertEquals(List.of("copy"), bad(examine()));
    refuse(
        request -> request.target().contains("X-Amz-Signature") && request.verb().equals("HEAD"));
    assertEquals(List.of("presigned HEAD"), bad(examine()));
    refuse(request -> request.verb().equals("HEAD") && request.target().endsWith("-missing"));
    assertEquals(List.of("head"), bad(examine()));
  }

  @Test
  void aClockThatIsMinutesOffIsFound() {
    assertEquals(Verdict.OK, ClockProbe.judge(Duration.ofSeconds(-30)).verdict());
    assertEquals(Verdict.BAD, ClockProbe.judge(Duration.ofMinutes(-12)).verdict());
    assertEquals(Verdict.BAD, ClockProbe.judge(Duration.ofMinutes(12)).verdict());
  }
}

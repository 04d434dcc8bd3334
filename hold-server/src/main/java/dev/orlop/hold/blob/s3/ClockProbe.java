package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.s3.S3Doctor.Finding;
import dev.orlop.hold.blob.s3.S3Doctor.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Compares this machine's clock with an S3's: signatures are good for 15 minutes. */
final class ClockProbe {
  private static final Duration MOST = Duration.ofMinutes(10);
  private static final String NAME = "clock";

  private ClockProbe() {}

  static Finding ask(S3Settings settings) {
    URI uri =
        settings
            .endpoint()
            .orElseGet(() -> URI.create("https://s3." + settings.region() + ".amazonaws.com"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(uri).timeout(settings.patience().connect()).build(),
              HttpResponse.BodyHandlers.discarding());
      Optional<String> date = answer.headers().firstValue("Date");
      if (date.isEmpty()) {
        return new Finding(NAME, Verdict.NOTE, "the S3 does not say what time it is", "");
      }
      Instant theirs =
          ZonedDateTime.parse(date.get(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return judge(Duration.between(theirs, Instant.now()));
    } catch (IOException | DateTimeException e) {
      return new Finding(
          NAME,
          Verdict.NOTE,
          "the S3's clock could not be read: " + e.getMessage(),
          "correct s3.endpoint");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Finding(NAME, Verdict.NOTE, "interrupted", "");
    }
  }

  static Finding judge(Duration ahead) {
    String detail = "this machine is " + ahead.toSeconds() + " s ahead of the S3";
    return ahead.abs().compareTo(MOST) < 0
        ? new Finding(NAME, Verdict.OK, detail, "")
        : new Finding(NAME, Verdict.BAD, detail, "set this machine's clock, by NTP");
  }
}

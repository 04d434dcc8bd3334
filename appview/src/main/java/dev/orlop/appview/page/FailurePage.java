package dev.orlop.appview.page;

import dev.orlop.appview.oci.OciException;
import java.time.Duration;
import java.util.Locale;

/** What went wrong, in plain words. */
final class FailurePage {
  private FailurePage() {}

  static String title(OciException refusal) {
    return switch (refusal.status()) {
      case 400 -> "That is no name";
      case 404 -> "Not found";
      case 503 -> "Cannot be shown just now";
      default -> "Something went wrong";
    };
  }

  static Html of(OciException refusal) {
    return Html.all(
        El.of("h1", title(refusal)),
        El.of("p", sentence(refusal.text())).looks("lead"),
        El.of("p", advice(refusal)));
  }

  private static String sentence(String reason) {
    String text = reason.endsWith(".") ? reason : reason + ".";
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String advice(OciException refusal) {
    return switch (refusal.status()) {
      case 400 -> "An image is called OWNER/NAME, where OWNER is a handle or a DID.";
      case 404 -> "Check the spelling: an image is called OWNER/NAME, in lower case.";
      case 503 ->
          "What is shown here is kept by others, one of whom does not answer. Try again in "
              + Formats.count(refusal.retryAfter().map(Duration::toSeconds).orElse(10L), "second")
              + ".";
      default -> "It is not your fault. Try again later.";
    };
  }
}

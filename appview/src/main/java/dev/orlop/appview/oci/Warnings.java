package dev.orlop.appview.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client is to be told beside the answer (distribution-spec, "Warnings"): a registry says
 * it, or a hold says it and it is passed on. They are gathered for the request that a thread
 * handles.
 */
public final class Warnings {
  /** The header's name, here and at holds. */
  public static final String HEADER = "Warning";

  private static final int MAX_WARNINGS = 5;

  // What is printed on somebody's terminal has no control characters.
  private static final Pattern FORM =
      Pattern.compile("299 [!-~]{1,100} \"([ !#-\\[\\]-~]{1,500})\".*");
  private static final ScopedValue<List<String>> GATHERED = ScopedValue.newInstance();

  private Warnings() {}

  /** Something that is done while warnings are gathered. */
  @FunctionalInterface
  public interface Work<X extends Exception> {
    /** Does it. */
    void run() throws X;
  }

  /** Does the work of one request, whose warnings are its own. */
  public static <X extends Exception> void gathering(Work<X> work) throws X {
    ScopedValue.where(GATHERED, new ArrayList<>())
        .<Optional<Void>, X>call(
            () -> {
              work.run();
              return Optional.empty();
            });
  }

  /** Passes on what a header of a hold's answer says, if it is a warning of the kind that stays. */
  public static void passOn(String header) {
    Matcher matcher = FORM.matcher(header);
    if (matcher.matches() && GATHERED.isBound()) {
      List<String> gathered = GATHERED.get();
      String warning = "299 - \"" + matcher.group(1) + '"';
      if (gathered.size() < MAX_WARNINGS && !gathered.contains(warning)) {
        gathered.add(warning);
      }
    }
  }

  /** What was gathered by now, as headers have it. */
  public static List<String> gathered() {
    return GATHERED.isBound() ? List.copyOf(GATHERED.get()) : List.of();
  }
}

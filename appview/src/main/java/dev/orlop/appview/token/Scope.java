package dev.orlop.appview.token;

import dev.orlop.appview.registry.Action;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a token is asked for (Docker's token specification, "Resource scope"): {@code
 * repository:alice.test/app:pull,push}.
 *
 * @param name as the client writes it; may have colons
 * @param actions those that there are; others are left out
 */
public record Scope(String name, Set<Action> actions) {
  /** More than any client asks for at once: an image, and those whose layers may be mounted. */
  private static final int MAX_SCOPES = 20;

  private static final String REPOSITORY = "repository:";

  /** Copies the actions. */
  public Scope {
    actions = Set.copyOf(actions);
  }

  /**
   * The scopes that are about repositories, of all that were asked for.
   *
   * @param texts each may hold several, with spaces between
   */
  public static List<Scope> parse(List<String> texts) {
    List<Scope> scopes = new ArrayList<>();
    for (String text : texts) {
      for (String word : text.split(" ", -1)) {
        if (scopes.size() < MAX_SCOPES) {
          parse(word).ifPresent(scopes::add);
        }
      }
    }
    return scopes;
  }

  private static Optional<Scope> parse(String word) {
    int end = word.lastIndexOf(':');
    if (!word.startsWith(REPOSITORY) || end < REPOSITORY.length()) {
      return Optional.empty();
    }
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String action : word.substring(end + 1).split(",", -1)) {
      if (action.equals("*")) {
        actions.addAll(EnumSet.allOf(Action.class));
      } else {
        Action.of(action).ifPresent(actions::add);
      }
    }
    return Optional.of(new Scope(word.substring(REPOSITORY.length(), end), actions));
  }
}

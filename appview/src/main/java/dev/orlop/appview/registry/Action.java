package dev.orlop.appview.registry;

import java.util.Optional;

/** What a token grants on a repository; the names are those of Docker's token specification. */
public enum Action {
  /** Read manifests, tags and blobs. */
  PULL("pull"),
  /** Write them. */
  PUSH("push"),
  /** Delete them. */
  DELETE("delete");

  private final String wireName;

  Action(String wireName) {
    this.wireName = wireName;
  }

  /** The name in a scope. */
  public String wireName() {
    return wireName;
  }

  /** The action of that name; empty if there is none. */
  public static Optional<Action> of(String wireName) {
    for (Action action : values()) {
      if (action.wireName.equals(wireName)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }
}

package dev.orlop.appview.token;

import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.Action;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Decides what of the scopes that were asked for is granted. */
final class Grants {
  private Grants() {}

  /**
   * Reading everywhere, as far as the hold allows; writing in the account's own name alone.
   *
   * @return actions by names as the client writes them; a name without any is left out
   */
  static Map<String, Set<Action>> of(Optional<SignedIn> account, List<Scope> scopes) {
    Map<String, Set<Action>> grants = new TreeMap<>();
    for (Scope scope : scopes) {
      Set<Action> granted = EnumSet.noneOf(Action.class);
      granted.addAll(scope.actions());
      granted.retainAll(allowed(account, scope.name()));
      if (!granted.isEmpty()) {
        grants.computeIfAbsent(scope.name(), _ -> EnumSet.noneOf(Action.class)).addAll(granted);
      }
    }
    return grants;
  }

  private static Set<Action> allowed(Optional<SignedIn> account, String name) {
    try {
      ImageName image = ImageName.parse(name);
      boolean own = account.filter(one -> one.isNamed(image.owner())).isPresent();
      return own ? EnumSet.allOf(Action.class) : EnumSet.of(Action.PULL);
    } catch (OciException _) {
      // Nothing has such a name; the request for it will be told so.
      return EnumSet.noneOf(Action.class);
    }
  }
}

package dev.orlop.appview.token;

import dev.orlop.appview.registry.Action;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The claim {@code access} of Docker's token specification, in both directions. */
final class AccessClaim {
  private AccessClaim() {}

  static List<DataMap> write(Map<String, Set<Action>> grants) {
    List<DataMap> access = new ArrayList<>();
    grants.forEach(
        (name, actions) ->
            access.add(
                DataMap.builder()
                    .put("type", "repository")
                    .put("name", name)
                    .put(
                        "actions",
                        EnumSet.copyOf(actions).stream()
                            .map(action -> new DataValue.Text(action.wireName()))
                            .toList())
                    .build()));
    return access;
  }

  static Map<String, Set<Action>> read(List<DataValue> access) {
    Map<String, Set<Action>> grants = new HashMap<>();
    for (DataValue value : access) {
      if (value instanceof DataMap entry
          && entry.text("type").orElse("").equals("repository")
          && entry.has("name")) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (DataValue action : entry.array("actions").orElse(List.of())) {
          if (action instanceof DataValue.Text(String name)) {
            Action.of(name).ifPresent(actions::add);
          }
        }
        grants.put(entry.text("name").orElse(""), Set.copyOf(actions));
      }
    }
    return grants;
  }
}

package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at what a hold keeps of its accounts: there is nothing of those who are not there. */
record AccountFolders(Path folder, Optional<Tables> tables) {
  private static final String KEY = ".key";

  /** Holds folders and files against the accounts that the hold lists. */
  void check(HoldClient hold) throws CutOffException, IOException {
    Set<String> accounts = list(hold);
    if (tables.isPresent()) {
      // What a killed process was at is taken up by another one when its claim has ended.
      assertEquals(Set.of(), without(accounts, tables.get().repos()));
    } else {
      assertEquals(accounts, names("repos", 2, Files::isDirectory));
      assertEquals(
          without(accounts, Set.of(Network.HOLD.toString())),
          names("keys/accounts", 2, Files::isRegularFile).stream()
              .map(name -> name.substring(0, name.length() - KEY.length()))
              .collect(Collectors.toSet()));
    }
    assertEquals(Set.of(), names("imports", 1, Files::isRegularFile));
    assertEquals(Set.of(), names("record-blobs/staging", 1, Files::isRegularFile));
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static Set<String> list(HoldClient hold) throws CutOffException {
    DataMap answer =
        HoldClient.granted(hold.get(HoldClient.path(Nsids.SYNC_LIST_REPOS, "limit", 1000)));
    Set<String> dids = new TreeSet<>();
    for (DataValue repo : answer.array("repos").orElseThrow()) {
      dids.add(((DataMap) repo).text("did").orElseThrow());
    }
    return dids;
  }

  private interface Kind {
    boolean is(Path path);
  }

  /** The names of what lies so deep in a folder. */
  private Set<String> names(String below, int depth, Kind kind) throws IOException {
    Path root = folder.resolve(below);
    if (!Files.exists(root)) {
      return Set.of();
    }
    try (Stream<Path> found = Files.walk(root, depth)) {
      List<Path> all = found.toList();
      return all.stream()
          .filter(path -> path.getNameCount() == root.getNameCount() + depth)
          .filter(kind::is)
          .map(path -> path.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}

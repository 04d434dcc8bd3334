package dev.orlop.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which package uses which, read from compiled classes. */
public final class PackageGraph {
  private static final Pattern DESCRIPTOR_CLASS = Pattern.compile("L([a-zA-Z0-9_/$]+)[;<]");

  private final Map<String, Set<String>> uses = new TreeMap<>();

  private PackageGraph() {}

  /** Reads every class below a folder, such as a module's {@code target/classes}. */
  public static PackageGraph read(Path classes) {
    PackageGraph graph = new PackageGraph();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        graph.add(ClassFile.of().parse(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return graph;
  }

  private void add(ClassModel model) {
    Set<String> used =
        uses.computeIfAbsent(packageOf(model.thisClass().asInternalName()), _ -> new TreeSet<>());
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry type -> addType(type.asInternalName(), used);
        case Utf8Entry text -> {
          Matcher classes = DESCRIPTOR_CLASS.matcher(text.stringValue());
          while (classes.find()) {
            addType(classes.group(1), used);
          }
        }
        default -> {}
      }
    }
  }

  private static void addType(String internalName, Set<String> used) {
    if (internalName.indexOf('/') > 0 && !internalName.startsWith("[")) {
      used.add(packageOf(internalName));
    }
  }

  private static String packageOf(String internalName) {
    int slash = internalName.lastIndexOf('/');
    return slash < 0 ? "" : internalName.substring(0, slash).replace('/', '.');
  }

  /** The packages that were read. */
  public Set<String> packages() {
    return uses.keySet();
  }

  /** The packages that one uses, itself left out. */
  public Set<String> usedBy(String name) {
    Set<String> used = new TreeSet<>(uses.getOrDefault(name, Set.of()));
    used.remove(name);
    return used;
  }

  /** A cycle among the packages that were read, as a path that ends where it began; or nothing. */
  public List<String> cycle() {
    Set<String> done = new TreeSet<>();
    for (String name : packages()) {
      List<String> found = cycle(name, new ArrayList<>(), done);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<String> cycle(String name, List<String> way, Set<String> done) {
    int before = way.indexOf(name);
    way.add(name);
    if (before >= 0) {
      return way.subList(before, way.size());
    }
    if (!done.contains(name)) {
      for (String next : usedBy(name)) {
        if (uses.containsKey(next)) {
          List<String> found = cycle(next, way, done);
          if (!found.isEmpty()) {
            return found;
          }
        }
      }
      done.add(name);
    }
    way.removeLast();
    return List.of();
  }
}

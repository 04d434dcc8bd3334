package dev.orlop.hold.relay;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which relays are asked to follow this server: a text file with an origin on each line, read each
 * time it is needed, so that it may be changed while the server runs. Lines that begin with {@code
 * #} say nothing.
 */
public final class RelayList {
  /** More would be a mistake, or somebody else's file. */
  private static final int MAX_RELAYS = 100;

  private final Path file;

  /** The list in {@code file}, which need not exist. */
  public RelayList(Path file) {
    this.file = file;
  }

  /**
   * All of them, in the order of the file.
   *
   * @throws IllegalArgumentException if a line is no origin
   */
  public List<URI> all() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    Set<URI> relays = new LinkedHashSet<>();
    for (String line : Files.readAllLines(file)) {
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        relays.add(origin(text));
      }
    }
    if (relays.size() > MAX_RELAYS) {
      throw new IllegalArgumentException(file + " names more than " + MAX_RELAYS + " relays");
    }
    return List.copyOf(relays);
  }

  /**
   * Adds one.
   *
   * @return whether it was not there yet
   */
  public boolean add(URI relay) throws IOException {
    List<URI> relays = new ArrayList<>(all());
    if (relays.contains(relay)) {
      return false;
    }
    relays.add(relay);
    write(relays);
    return true;
  }

  /**
   * Takes one out.
   *
   * @return whether it was there
   */
  public boolean remove(URI relay) throws IOException {
    List<URI> relays = new ArrayList<>(all());
    boolean there = relays.remove(relay);
    if (there) {
      write(relays);
    }
    return there;
  }

  private void write(List<URI> relays) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, relays.stream().map(URI::toString).toList());
    Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /**
   * Reads the address of a relay; without a scheme it is https.
   *
   * @throws IllegalArgumentException if it is more than an origin
   */
  public static URI origin(String text) {
    URI uri = URI.create(text.contains("://") ? text : "https://" + text);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
    if (!web || uri.getHost() == null || !bare || uri.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "the address of a relay is written as https://relay.example.com, not " + text);
    }
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
  }
}

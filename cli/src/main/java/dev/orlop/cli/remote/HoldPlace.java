package dev.orlop.cli.remote;

import dev.orlop.cli.devnet.DevnetFolder;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.hold.config.HoldConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the user says the hold is. */
public sealed interface HoldPlace {
  /** A server, wherever it runs. */
  record Address(URI origin) implements HoldPlace {}

  /** The folder of a devnet. */
  record Devnet(Path folder) implements HoldPlace {}

  /** The folder of a hold. */
  record Folder(Path folder) implements HoldPlace {}

  /** Where {@code orlop devnet} keeps its things unless told otherwise. */
  String DEVNET_DATA = "devnet-data";

  /** Where {@code orlop init} makes a hold unless told otherwise. */
  String HOLD_DATA = "orlop-data";

  /**
   * Finds the place: what the command line says, else ORLOP_HOLD or ORLOP_DIR, else the working
   * directory if it is a hold's or has a devnet in it.
   */
  static HoldPlace find(Console console, Optional<Path> dir, Optional<String> address) {
    if (dir.isPresent() && address.isPresent()) {
      throw new IllegalArgumentException("--dir and --hold exclude each other");
    }
    if (address.isPresent()) {
      return new Address(origin(address.get()));
    }
    if (dir.isPresent()) {
      return of(console.workingDirectory().resolve(dir.get()))
          .orElseThrow(() -> nothingIn(dir.get()));
    }
    Optional<String> hold = console.variable("ORLOP_HOLD");
    if (hold.isPresent()) {
      return new Address(origin(hold.get()));
    }
    Optional<String> folder = console.variable("ORLOP_DIR");
    if (folder.isPresent()) {
      Path path = console.workingDirectory().resolve(folder.get());
      return of(path).orElseThrow(() -> nothingIn(path));
    }
    return of(console.workingDirectory())
        .or(() -> of(console.workingDirectory().resolve(HOLD_DATA)))
        .or(() -> of(console.workingDirectory().resolve(DEVNET_DATA)))
        .orElseThrow(HoldPlace::nothingHere);
  }

  /** The folder for a server to run on, which may be new: configured by the environment alone. */
  static Path holdFolder(Console console, Optional<Path> dir) {
    Optional<Path> said = dir.or(() -> console.variable("ORLOP_DIR").map(Path::of));
    if (said.isPresent()) {
      return console.workingDirectory().resolve(said.get());
    }
    Path here = console.workingDirectory();
    return Files.isRegularFile(here.resolve(HoldConfig.FILE)) ? here : here.resolve(HOLD_DATA);
  }

  private static Optional<HoldPlace> of(Path folder) {
    if (DevnetFolder.isOne(folder)) {
      return Optional.of(new Devnet(folder));
    }
    if (Files.isRegularFile(folder.resolve(HoldConfig.FILE))) {
      return Optional.of(new Folder(folder));
    }
    return Optional.empty();
  }

  /**
   * Reads the address of a hold: an origin, without a path.
   *
   * @throws IllegalArgumentException if it is none
   */
  static URI origin(String text) {
    URI uri = URI.create(text.contains("://") ? text : "https://" + text);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean bare = uri.getRawPath() == null || uri.getRawPath().matches("/?");
    if (!web || uri.getHost() == null || !bare || uri.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "the address of a hold is written as https://hold.example.com, not " + text);
    }
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
  }

  private static CommandFailure nothingIn(Path folder) {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        "no hold in " + folder,
        "it has neither " + HoldConfig.FILE + " nor devnet.json",
        "name the folder given to orlop init, serve or devnet");
  }

  private static CommandFailure nothingHere() {
    return new CommandFailure(
        ExitCode.USAGE,
        "which hold?",
        "neither --dir nor --hold was given, and none is in the working directory",
        "orlop devnet starts one to play with");
  }
}

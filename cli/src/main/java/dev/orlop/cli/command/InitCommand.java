package dev.orlop.cli.command;

import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.Lookups;
import dev.orlop.atproto.identity.Resolution;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.hold.FirstCaptain;
import dev.orlop.cli.hold.NewHold;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop init}. */
@Command(
    name = "init",
    description = "Make the folder of a new hold: configuration, keys, and its first captain.",
    footer = {"", "JSON: dir, did, owner, publicUrl."})
public final class InitCommand extends PrintingCommand {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder to make (default: ${DEFAULT-VALUE}).")
  private Path dir = Path.of(HoldPlace.HOLD_DATA);

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      required = true,
      description = "Where others reach the hold. Its identity follows from it: choose well.")
  private String publicUrl = "";

  @Option(
      names = "--owner",
      paramLabel = "ACCOUNT",
      required = true,
      description = "The captain: a handle or a DID.")
  private String owner = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where it listens, on 127.0.0.1 (default: ${DEFAULT-VALUE}).")
  private int port = 8080;

  @Option(names = "--private", description = "Only the crew may read blobs.")
  private boolean isPrivate;

  @Option(names = "--allow-all-crew", description = "Any account may join the crew by itself.")
  private boolean allowAllCrew;

  /** The command in {@code console}. */
  public InitCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    URI url = HoldPlace.origin(publicUrl);
    Path folder = console.workingDirectory().resolve(dir);
    NewHold.requireNone(folder);
    Did captain = captain(AtIdentifier.parse(owner));
    Did did =
        NewHold.create(
            folder,
            url,
            port,
            captain,
            new FirstCaptain.Terms(!isPrivate, allowAllCrew),
            InstantSource.system());
    String shown = ShellWords.quote(dir.toString());
    printer()
        .lines(
            () ->
                List.of(
                    "made " + dir + ": " + did + ", captain " + owner,
                    "",
                    "Next:",
                    "  1. back up " + dir.resolve("keys") + "; whoever has it is the hold",
                    "  2. let your web server send " + url + " to 127.0.0.1:" + port,
                    "  3. orlop serve --dir " + shown),
            () ->
                Json.object()
                    .put("dir", dir.toString())
                    .put("did", did.value())
                    .put("owner", captain.value())
                    .put("publicUrl", url.toString()));
    return ExitCode.OK;
  }

  private static Did captain(AtIdentifier name) {
    return switch (name) {
      case Did did -> did;
      case Handle handle -> {
        IdentityDirectory directory =
            IdentityDirectory.ofNetwork(Lookups.PUBLIC, InstantSource.system());
        yield switch (directory.did(handle)) {
          case Resolution.Found<Did>(Did did) -> did;
          case Resolution.NotFound<Did>() ->
              throw new CommandFailure(
                  ExitCode.NOT_FOUND,
                  "no account " + handle,
                  "it leads to no account",
                  "check the handle, or name the DID");
          case Resolution.Failed<Did>(String reason, _) ->
              throw new CommandFailure(
                  ExitCode.UNAVAILABLE,
                  "could not resolve " + handle,
                  reason,
                  "name the DID instead");
        };
      }
    };
  }
}

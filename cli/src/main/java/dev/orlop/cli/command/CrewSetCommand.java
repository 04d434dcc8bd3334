package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.Crew;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.hold.pds.records.CrewMember;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop crew set}. */
@Command(name = "set", description = "Change what a member of the crew may do.")
public final class CrewSetCommand extends HoldCommand {
  @Parameters(paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private String account = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "member, read, write or admin; brings its permissions.")
  private @Nullable CrewRole role;

  @Option(
      names = "--permission",
      paramLabel = "PERMISSION",
      split = ",",
      description = "Exactly these: blob:read, blob:write, crew:admin.")
  private List<String> permissions = List.of();

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      description = "The tier of the quota; empty for the default.")
  private @Nullable String tier;

  /** The command in {@code console}. */
  public CrewSetCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    if (role == null && permissions.isEmpty() && tier == null) {
      throw new IllegalArgumentException("nothing to change: give --role, --permission or --tier");
    }
    AtIdentifier name = AtIdentifier.parse(account);
    CrewAddCommand.requirePermissions(permissions);
    try (HoldSession session = session()) {
      Crew crew = new Crew(session.client());
      // All records of the member: a forgotten one would still grant what it says.
      CrewMember last = null;
      for (Crew.Entry entry : crew.required(session.names().did(name))) {
        last = changed(entry.member());
        crew.replace(entry, last);
      }
      if (last != null) {
        CrewMember now = last;
        printer()
            .line(
                "%s is now %s: %s"
                    .formatted(account, now.role(), String.join(", ", now.permissions())),
                () -> CrewListCommand.json(now));
      }
    }
    return ExitCode.OK;
  }

  private CrewMember changed(CrewMember before) {
    List<String> granted = before.permissions();
    if (!permissions.isEmpty()) {
      granted = permissions;
    } else if (role != null) {
      granted = role.permissions();
    }
    Optional<String> newTier =
        tier == null ? before.tier() : Optional.of(tier).filter(text -> !text.isEmpty());
    return new CrewMember(
        before.member(),
        role == null ? before.role() : role.toString(),
        granted,
        before.addedAt(),
        newTier);
  }
}

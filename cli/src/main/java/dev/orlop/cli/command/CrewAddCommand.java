package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.Crew;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.hold.access.Permission;
import dev.orlop.hold.pds.records.CrewMember;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop crew add}. */
@Command(name = "add", description = "Take an account into the crew.")
public final class CrewAddCommand extends HoldCommand {
  @Parameters(paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private String account = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "member, read, write or admin (default: ${DEFAULT-VALUE}).")
  private CrewRole role = CrewRole.WRITE;

  @Option(
      names = "--permission",
      paramLabel = "PERMISSION",
      split = ",",
      description = "Instead of the role's: blob:read, blob:write, crew:admin.")
  private List<String> permissions = List.of();

  @Option(names = "--tier", paramLabel = "TIER", description = "The tier of the quota.")
  private @Nullable String tier;

  /** The command in {@code console}. */
  public CrewAddCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    AtIdentifier name = AtIdentifier.parse(account);
    List<String> granted =
        permissions.isEmpty() ? role.permissions() : requirePermissions(permissions);
    try (HoldSession session = session()) {
      CrewMember member =
          new CrewMember(
              session.names().did(name),
              role.toString(),
              granted,
              Datetime.of(Instant.now()),
              Optional.ofNullable(tier));
      new Crew(session.client()).add(member);
      printer()
          .line(
              "added %s as %s: %s".formatted(account, role, String.join(", ", granted)),
              () -> CrewListCommand.json(member));
    }
    return ExitCode.OK;
  }

  /** Refuses what no hold knows: a slip would look granted and be worth nothing. */
  static List<String> requirePermissions(List<String> texts) {
    for (String text : texts) {
      if (Permission.parse(text).isEmpty()) {
        throw new IllegalArgumentException(
            "no permission " + text + "; there are blob:read, blob:write and crew:admin");
      }
    }
    return texts;
  }
}

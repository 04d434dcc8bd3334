package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.cli.remote.Crew;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.hold.pds.records.CrewMember;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop crew list}. */
@Command(
    name = "list",
    description = "List the crew.",
    footer = {"", "JSON: crew: [{did, role, permissions, addedAt, tier?, rkey}]."})
public final class CrewListCommand extends HoldCommand {
  /** The command in {@code console}. */
  public CrewListCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = session()) {
      List<Crew.Entry> crew = new Crew(session.client()).list();
      printer().table(() -> table(session, crew), () -> json(crew));
    }
    return ExitCode.OK;
  }

  private static Table table(HoldSession session, List<Crew.Entry> crew) {
    Table table = Table.of("MEMBER", "ROLE", "PERMISSIONS", "TIER", "ADDED");
    for (Crew.Entry entry : crew) {
      CrewMember member = entry.member();
      table.row(
          session.names().label(member.member().value()),
          member.role(),
          String.join(",", member.permissions()),
          member.tier().orElse("-"),
          member.addedAt().toString());
    }
    return table;
  }

  private static Json json(List<Crew.Entry> crew) {
    return Json.object()
        .put(
            "crew",
            Json.array(
                crew.stream()
                    .map(entry -> json(entry.member()).put("rkey", entry.record().rkey().value()))
                    .toList()));
  }

  /** A member as JSON. */
  static Json.Obj json(CrewMember member) {
    return Json.object()
        .put("did", member.member().value())
        .put("role", member.role())
        .put("permissions", member.permissions())
        .put("addedAt", member.addedAt().toString())
        .put("tier", member.tier());
  }
}

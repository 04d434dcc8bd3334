package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldClient;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.hold.pds.records.Captain;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop captain set}. */
@Command(name = "set", description = "Change the terms on which the hold is run.")
public final class CaptainSetCommand extends HoldCommand {
  @Option(names = "--public", negatable = true, description = "Whether anybody may read blobs.")
  private @Nullable Boolean isPublic;

  @Option(names = "--private", description = "The same as --no-public.")
  private boolean isPrivate;

  @Option(
      names = "--allow-all-crew",
      negatable = true,
      description = "Whether any account may join the crew by itself.")
  private @Nullable Boolean allowAllCrew;

  @Option(
      names = "--bluesky-posts",
      negatable = true,
      description = "Whether a push is posted about.")
  private @Nullable Boolean posts;

  @Option(names = "--region", paramLabel = "NAME", description = "Where it stands; empty for none.")
  private @Nullable String region;

  @Option(
      names = "--successor",
      paramLabel = "DID",
      description = "The hold it moved to; empty for none.")
  private @Nullable String successor;

  /** The command in {@code console}. */
  public CaptainSetCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    if (isPrivate && isPublic != null) {
      throw new IllegalArgumentException("--private and --public exclude each other");
    }
    try (HoldSession session = session()) {
      HoldClient.Entry entry = session.client().record(Nsids.HOLD_CAPTAIN, RecordKey.SELF);
      Captain after = changed(Captain.of(entry.value()));
      session
          .client()
          .put(Nsids.HOLD_CAPTAIN, RecordKey.SELF, after.toData(), Optional.of(entry.cid()));
      printer()
          .table(
              () -> CaptainShowCommand.table(session, after),
              () -> CaptainShowCommand.json(session, after));
    }
    return ExitCode.OK;
  }

  private Captain changed(Captain before) {
    Boolean open = isPrivate ? Boolean.FALSE : isPublic;
    return new Captain(
        before.owner(),
        open == null ? before.isPublic() : open,
        allowAllCrew == null ? before.allowAllCrew() : allowAllCrew,
        posts == null ? before.enableBlueskyPosts() : posts,
        before.deployedAt(),
        region == null ? before.region() : Optional.of(region).filter(text -> !text.isEmpty()),
        successor == null
            ? before.successor()
            : Optional.of(successor).filter(text -> !text.isEmpty()).map(Did::parse));
  }
}

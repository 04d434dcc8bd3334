package dev.orlop.cli.command;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.Actor;
import dev.orlop.cli.remote.HoldFinder;
import dev.orlop.cli.remote.HoldPlace;
import dev.orlop.cli.remote.HoldSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that talks to a hold. */
public abstract class HoldCommand extends PrintingCommand {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder of the hold, or of a devnet (ORLOP_DIR).")
  private @Nullable Path dir;

  @Option(
      names = "--hold",
      paramLabel = "URL",
      description = "The address of the hold, instead of --dir (ORLOP_HOLD).")
  private @Nullable String hold;

  @Option(
      names = "--as",
      paramLabel = "ACCOUNT",
      description = "In whose name: a handle or DID. A devnet's folder has the keys of its own.")
  private @Nullable String account;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The signing key of --as; tokens are minted with it.")
  private @Nullable Path key;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "A service token for the hold (ORLOP_TOKEN).")
  private @Nullable String token;

  /** A command in {@code console}. */
  protected HoldCommand(Console console) {
    super(console);
  }

  /** The hold, spoken to in the captain's name unless the user says another. */
  protected final HoldSession session() throws IOException {
    return finder().open(place(), actor());
  }

  /** The hold, spoken to in {@code natural}'s name unless the user says another. */
  protected final HoldSession session(AtIdentifier natural) throws IOException {
    HoldPlace place = place();
    // Only a devnet has the keys of accounts; elsewhere the name alone would prove nothing.
    return finder()
        .open(place, place instanceof HoldPlace.Devnet ? actor().orAccount(natural) : actor());
  }

  /** The hold, spoken to in its own name: what only its operator may. */
  protected final HoldSession operatorSession() throws IOException {
    return finder().openAsOperator(place(), actor());
  }

  /** The hold's own key. */
  protected final SigningKey operatorKey() throws IOException {
    return finder().operatorKey(place());
  }

  /** Where the hold is. */
  protected final HoldPlace place() {
    return HoldPlace.find(console, Optional.ofNullable(dir), Optional.ofNullable(hold));
  }

  /** The flags that lead to the same hold again, for a command to paste; with a space in front. */
  protected final String placeFlags() {
    if (hold != null) {
      return " --hold " + ShellWords.quote(hold);
    }
    return dir == null ? "" : " --dir " + ShellWords.quote(dir.toString());
  }

  private HoldFinder finder() {
    return new HoldFinder(console.environment(), InstantSource.system());
  }

  private Actor actor() {
    Optional<String> given = Optional.ofNullable(token);
    return new Actor(
        given.isPresent() || key != null ? given : console.variable("ORLOP_TOKEN"),
        Optional.ofNullable(account).map(AtIdentifier::parse),
        Optional.ofNullable(key));
  }
}

package dev.orlop.cli.command;

import dev.orlop.appview.app.NameLookup;
import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.appview.hold.Hold;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.resolve.Account;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.cli.devnet.Devnet;
import dev.orlop.cli.devnet.DevnetFolder;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.cli.remote.HoldPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop appview resolve}. */
@Command(
    name = "resolve",
    description = "Show what an AppView makes of an account: its identity, its PDS, its hold.",
    footer = {
      "",
      "The settings are those of orlop appview serve, or of a devnet.",
      "JSON: did, handle, pds?, hold?, holdUrl?, noHold?: why there is none."
    })
public final class AppViewResolveCommand extends PrintingCommand {
  @Parameters(paramLabel = "ACCOUNT", description = "A handle or DID.")
  private String account = "";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder of a devnet whose settings to take (default: devnet-data, if any).")
  private @Nullable Path dir;

  /** The command in {@code console}. */
  public AppViewResolveCommand(Console console) {
    super(console);
  }

  /** Where the account's images would be pushed to, or why nowhere. */
  private record Target(Optional<Hold> hold, Optional<String> whyNot) {}

  @Override
  protected ExitCode run() throws IOException {
    AtIdentifier name = AtIdentifier.parse(account);
    NameLookup lookup = new NameLookup(config(), InstantSource.system());
    Account found =
        switch (lookup.account(name)) {
          case Fetched.Found<Account>(Account one) -> one;
          case Fetched.Absent<Account>() ->
              throw new CommandFailure(
                  ExitCode.NOT_FOUND, "no account " + name, "nobody claims it", "check the name");
          case Fetched.Unavailable<Account>(String reason, var _) ->
              throw new CommandFailure(
                  ExitCode.UNAVAILABLE, "cannot look up " + name, reason, "try again later");
        };
    Target target = target(lookup, found);
    printer().table(() -> table(found, target), () -> json(found, target));
    return ExitCode.OK;
  }

  private static Target target(NameLookup lookup, Account account) {
    try {
      return new Target(Optional.of(lookup.hold(account)), Optional.empty());
    } catch (OciException e) {
      if (e.error() != OciError.DENIED) {
        throw new CommandFailure(
            ExitCode.UNAVAILABLE, "cannot find the hold", e.text(), "try again later");
      }
      return new Target(Optional.empty(), Optional.of(e.text()));
    }
  }

  private AppViewConfig config() throws IOException {
    Path here = console.workingDirectory();
    if (dir != null) {
      return Devnet.appViewConfig(new DevnetFolder(here.resolve(dir)));
    }
    Path devnet = here.resolve(HoldPlace.DEVNET_DATA);
    return DevnetFolder.isOne(devnet)
        ? Devnet.appViewConfig(new DevnetFolder(devnet))
        : AppViewConfig.read(here, console.environment());
  }

  private static Table table(Account account, Target target) {
    return Table.of("WHAT", "VALUE")
        .row("did", account.did().value())
        .row("handle", account.handle().value())
        .row("pds", account.pds().map(URI::toString).orElse("-"))
        .row("hold", target.hold().map(hold -> hold.did().value()).orElse("-"))
        .row(
            "hold at",
            target.hold().map(hold -> hold.address().toString()).or(target::whyNot).orElse("-"));
  }

  private static Json json(Account account, Target target) {
    return Json.object()
        .put("did", account.did().value())
        .put("handle", account.handle().value())
        .put("pds", account.pds().map(URI::toString))
        .put("hold", target.hold().map(hold -> hold.did().value()))
        .put("holdUrl", target.hold().map(hold -> hold.address().toString()))
        .put("noHold", target.whyNot());
  }
}

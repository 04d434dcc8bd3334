package dev.orlop.cli.command;

import dev.orlop.appview.app.AppViewServer;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.version.Version;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop appview serve}. */
@Command(
    name = "serve",
    description = "Run an AppView. Ctrl-C or SIGTERM stops it.",
    footer = {
      "",
      "All settings are in the environment: ORLOP_APPVIEW_BASE_URL and so on; ATCR_HTTP_ADDR,",
      "ATCR_BASE_URL and ATCR_DEFAULT_HOLD_DID work as well."
    })
public final class AppViewServeCommand extends BaseCommand {
  private static final String FOLDER = "orlop-appview";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where the key of its tokens is kept (ORLOP_APPVIEW_DIR; default: " + FOLDER + ").")
  private @Nullable Path dir;

  /** The command in {@code console}. */
  public AppViewServeCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException, InterruptedException {
    Logging.server();
    AppViewConfig config = AppViewConfig.read(folder(), console.environment());
    try (Shutdown shutdown = Shutdown.watch();
        AppViewServer server =
            AppViewServer.start(config, InstantSource.system(), Version.current())) {
      greet(config, server.port());
      shutdown.await();
    }
    return ExitCode.OK;
  }

  private void greet(AppViewConfig config, int port) {
    PrintStream err = console.err();
    err.printf("orlop: serving %s on %s, port %d%n", config.baseUrl(), config.listenHost(), port);
    err.printf("orlop: images are called %s/HANDLE/NAME%n", config.service());
    err.printf(
        "orlop: what was looked up is kept in %s%n",
        config.sharedCache().map(Object::toString).orElse("memory"));
    err.printf(
        "orlop: who has chosen no hold %s%n",
        config
            .defaultHold()
            .map(hold -> "pushes to " + hold)
            .orElse("cannot push; ORLOP_APPVIEW_DEFAULT_HOLD names one for them"));
    if (!isHere(config.listenHost()) && isHere(config.baseUrl().getHost())) {
      err.println("orlop: only this machine can sign in; for others set ORLOP_APPVIEW_BASE_URL");
    }
    err.flush();
  }

  private static boolean isHere(String host) {
    return host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
  }

  private Path folder() {
    Path named =
        Optional.ofNullable(dir)
            .or(() -> console.variable("ORLOP_APPVIEW_DIR").map(Path::of))
            .orElse(Path.of(FOLDER));
    return console.workingDirectory().resolve(named);
  }
}

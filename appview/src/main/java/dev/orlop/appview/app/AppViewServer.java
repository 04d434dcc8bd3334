package dev.orlop.appview.app;

import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.appview.web.AppViewWeb;
import java.io.IOException;
import java.time.InstantSource;

/** A running AppView. */
public final class AppViewServer implements AutoCloseable {
  private final AppView appView;
  private final UploadSweeper sweeper;
  private final AppViewWeb web;

  private AppViewServer(AppView appView, AppViewWeb web) {
    this.appView = appView;
    this.sweeper = new UploadSweeper(appView.uploads());
    this.web = web;
  }

  /**
   * Builds everything and listens. When this returns, requests are answered.
   *
   * @param version of this program, for those who ask
   * @throws IOException if the key of its tokens cannot be read or made
   */
  public static AppViewServer start(AppViewConfig config, InstantSource clock, String version)
      throws IOException {
    return start(config, Patience.USUAL, clock, version);
  }

  /** Starts one that waits so long for others. */
  static AppViewServer start(
      AppViewConfig config, Patience patience, InstantSource clock, String version)
      throws IOException {
    AppView appView = AppView.of(config, patience, clock);
    try {
      AppViewWeb web =
          AppViewWeb.start(
              config.listenHost(),
              config.listenPort(),
              config.maxBlobBytes(),
              appView.web(version));
      return new AppViewServer(appView, web);
    } catch (RuntimeException e) {
      appView.close();
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return web.port();
  }

  /** Stops listening, lets requests end, gives up the uploads that are left. */
  @Override
  public void close() {
    web.close();
    sweeper.close();
    appView.close();
  }
}

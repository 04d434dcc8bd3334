package dev.orlop.cli.command;

import dev.orlop.cli.devnet.Devnet;
import dev.orlop.cli.devnet.DevnetFolder;
import dev.orlop.hold.config.HoldConfig;
import java.io.IOException;
import java.nio.file.Path;

/** The configuration of the hold of a devnet that does not run. */
final class DevnetConfig {
  private DevnetConfig() {}

  static HoldConfig read(Path root) throws IOException {
    DevnetFolder folder = new DevnetFolder(root);
    var state = folder.state().orElseThrow(() -> new IOException(root + " lost its devnet.json"));
    return Devnet.config(folder, state.hold().getPort(), state.plc());
  }
}

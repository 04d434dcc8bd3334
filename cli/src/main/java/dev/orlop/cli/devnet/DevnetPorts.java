package dev.orlop.cli.devnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Where a devnet listens, always on 127.0.0.1; 0 means any free port.
 *
 * @param pds kept for the accounts' own server, which this devnet does not run yet
 */
public record DevnetPorts(int plc, int hold, int appview, int pds) {
  /** Checks the range. */
  public DevnetPorts {
    for (int port : new int[] {plc, hold, appview, pds}) {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("not a port: " + port);
      }
    }
  }

  /**
   * A port that was free a moment ago. A hold's identity holds its port, so it must be known before
   * the hold listens.
   */
  static int free(int wanted) throws IOException {
    if (wanted != 0) {
      return wanted;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

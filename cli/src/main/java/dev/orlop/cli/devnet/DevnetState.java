package dev.orlop.cli.devnet;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.cli.output.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the parts of a devnet are, and who lives there: the content of the ready file.
 *
 * @param appview empty in a folder that an older version made, until the next start
 */
public record DevnetState(
    URI plc, URI hold, Did holdDid, Optional<URI> appview, List<Account> accounts) {
  /** An account as others see it. */
  public record Account(Handle handle, Did did, String password) {
    @Override
    public String toString() {
      return "Account[" + handle + ", " + did + "]";
    }
  }

  /** Copies the list. */
  public DevnetState {
    accounts = List.copyOf(accounts);
  }

  /**
   * Reads a ready file.
   *
   * @throws IllegalArgumentException if it is none
   */
  static DevnetState parse(byte[] json) {
    DataMap map = DataJson.parse(json);
    DataMap hold = section(map, "hold");
    List<Account> accounts = new ArrayList<>();
    for (DataValue value : map.array("accounts").orElse(List.of())) {
      if (value instanceof DataMap account) {
        accounts.add(
            new Account(
                Handle.parse(text(account, "handle")),
                Did.parse(text(account, "did")),
                account.text("password").orElse("")));
      }
    }
    return new DevnetState(
        URI.create(text(section(map, "plc"), "url")),
        URI.create(text(hold, "url")),
        Did.parse(text(hold, "did")),
        map.map("appview").map(part -> URI.create(text(part, "url"))),
        accounts);
  }

  /** Writes the ready file, which is complete from the moment it is there. */
  public void writeReadyFile(Path file) throws IOException {
    DevnetFolder.replace(file, toJson());
  }

  /** As the text of a ready file. */
  String toJson() {
    Json.Obj all =
        Json.object()
            .put("plc", Json.object().put("url", plc.toString()))
            .put("hold", Json.object().put("url", hold.toString()).put("did", holdDid.toString()));
    appview.ifPresent(url -> all.put("appview", Json.object().put("url", url.toString())));
    all.put(
        "accounts",
        Json.array(
            accounts.stream()
                .map(
                    account ->
                        Json.object()
                            .put("handle", account.handle().toString())
                            .put("did", account.did().toString())
                            .put("password", account.password()))
                .toList()));
    return all.pretty() + "\n";
  }

  private static DataMap section(DataMap map, String name) {
    return map.map(name).orElseThrow(() -> missing(name));
  }

  private static String text(DataMap map, String name) {
    Optional<String> text = map.text(name);
    return text.orElseThrow(() -> missing(name));
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("devnet.json lacks " + name);
  }
}

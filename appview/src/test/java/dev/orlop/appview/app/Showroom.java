package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.appview.LiveHold;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;

/** Images of Alice's to look at, some of whose words are not meant well. */
final class Showroom {
  static final String REPOSITORY = "alice.test/tools/ship";
  static final String CONFIG = "{\"architecture\":\"amd64\",\"os\":\"linux\"}";
  static final int PULLS = 3;

  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String README =
      """
      # How to sail

      Run it where your *harbour* is:

          docker run --rm registry.test/alice.test/tools/ship --to rotterdam

      | Flag | Meaning |
      | --- | --- |
      | `--to` | where to |
      | `--crew` | how many |

      - [the manual](https://ship.example.com/manual)
      - ![a picture](https://tracker.example.com/pixel.png)
      - [no link](javascript:alert(1)) and <script>alert(1)</script>

      <img src="https://tracker.example.com/raw.png" onerror="alert(1)">
      """;

  private final LiveAppView appView;

  Showroom(LiveAppView appView) {
    this.appView = appView;
  }

  void fill() {
    String amd = manifest(CONFIG, "amd64", 3_000_000);
    String arm = manifest("{\"architecture\":\"arm64\",\"os\":\"linux\"}", "arm64", 2_800_000);
    String index =
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[%s,%s],"annotations":{
        "org.opencontainers.image.description":"Sails containers. <b>Not bold</b>",
        "org.opencontainers.image.source":"https://ship.example.com/source",
        "org.opencontainers.image.url":"javascript:alert(1)",
        "org.opencontainers.image.licenses":"Apache-2.0"}}
        """
            .formatted(
                INDEX,
                described(amd, "\"os\":\"linux\",\"architecture\":\"amd64\""),
                described(arm, "\"os\":\"linux\",\"architecture\":\"arm64\",\"variant\":\"v8\""));
    for (String tag : new String[] {"1.0", "latest"}) {
      Digest unused = appView.pushManifest(REPOSITORY, tag, INDEX, index.getBytes(UTF_8));
    }
    byte[] other = appView.pushImage("alice.test/app", "latest", "{}", "small".getBytes(UTF_8));
    describe();
    Digest config = Digest.hash(Digest.Algorithm.SHA256, CONFIG.getBytes(UTF_8));
    for (int i = 0; i < PULLS; i++) {
      int status = appView.get("/v2/" + REPOSITORY + "/blobs/" + config).statusCode();
      if (status != 200 || other.length == 0) {
        throw new AssertionError("not pulled: " + status);
      }
    }
    appView.live.foldPulls();
  }

  private String manifest(String config, String architecture, int layerBytes) {
    byte[] base = ("base " + architecture).repeat(100).getBytes(UTF_8);
    byte[] layer = new byte[layerBytes];
    layer[0] = (byte) architecture.length();
    layer[1] = (byte) architecture.charAt(1);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s,%s]}"""
            .formatted(
                LiveAppView.IMAGE,
                blob("application/vnd.oci.image.config.v1+json", config.getBytes(UTF_8)),
                blob(LAYER, base),
                blob(LAYER, layer));
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, manifest.getBytes(UTF_8));
    Digest unused =
        appView.pushManifest(
            REPOSITORY, digest.toString(), LiveAppView.IMAGE, manifest.getBytes(UTF_8));
    return manifest;
  }

  private String blob(String type, byte[] bytes) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, appView.pushBlob(REPOSITORY, bytes), bytes.length);
  }

  private static String described(String manifest, String platform) {
    byte[] bytes = manifest.getBytes(UTF_8);
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{%s}}"
        .formatted(
            LiveAppView.IMAGE, Digest.hash(Digest.Algorithm.SHA256, bytes), bytes.length, platform);
  }

  private void describe() {
    XrpcClient alice = appView.live.asOwner(LiveHold.ALICE);
    DataMap record =
        DataMap.builder()
            .put("$type", Nsids.REPO_PAGE.toString())
            .put("repository", "tools/ship")
            .put("description", README)
            .put("createdAt", "2026-11-21T00:00:00Z")
            .put("updatedAt", "2026-11-21T00:00:00Z")
            .build();
    DataMap unused =
        alice.procedure(
            Nsids.REPO_PUT_RECORD,
            DataMap.builder()
                .put("repo", appView.live.did(LiveHold.ALICE).toString())
                .put("collection", Nsids.REPO_PAGE.toString())
                .put("rkey", "tools~ship")
                .put("record", record)
                .build());
  }
}

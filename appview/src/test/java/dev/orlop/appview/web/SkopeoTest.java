package dev.orlop.appview.web;

import static dev.orlop.appview.web.Images.bytes;
import static dev.orlop.appview.web.TestRegistry.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.appview.oci.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An image of two platforms, up and down again by a client that is not ours. */
@Timeout(120)
class SkopeoTest {
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  @TempDir Path folder;
  private final TestRegistry registry = new TestRegistry();

  @BeforeEach
  void needsSkopeo() throws Exception {
    boolean there = run(List.of("skopeo", "--version")).exit() == 0;
    if (!there) {
      System.out.println(
          "SKIPPED: SkopeoTest needs skopeo (Debian and Ubuntu: apt install skopeo)");
    }
    assumeTrue(there, "needs skopeo");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private record Done(int exit, String output) {}

  private Done run(List<String> command) throws InterruptedException {
    try {
      Path output = folder.resolve("output");
      int exit =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      return new Done(exit, Files.readString(output));
    } catch (IOException e) {
      return new Done(-1, e.toString());
    }
  }

  private String skopeo(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    command.addAll(List.of(arguments));
    Done done = run(command);
    assertEquals(0, done.exit(), done.output());
    return done.output();
  }

  private String image(String tag) {
    return "docker://127.0.0.1:" + registry.port() + "/alice.test/app:" + tag;
  }

  @Test
  void anImageOfTwoPlatformsComesBackAsItWas() throws Exception {
    Path up = folder.resolve("up");
    byte[] index = writeLayout(up);
    skopeo(
        "copy",
        "--all",
        "--dest-tls-verify=false",
        "--dest-registry-token=alice",
        "oci:" + up,
        image("1.0"));
    assertArrayEquals(index, registry.get("/v2/alice.test/app/manifests/1.0").body());

    Path down = folder.resolve("down");
    skopeo(
        "copy",
        "--all",
        "--src-tls-verify=false",
        "--src-registry-token=alice",
        image("1.0"),
        "oci:" + down);
    try (var files = Files.walk(up.resolve("blobs"))) {
      List<Path> blobs = files.filter(Files::isRegularFile).toList();
      assertEquals(7, blobs.size());
      for (Path blob : blobs) {
        assertArrayEquals(
            Files.readAllBytes(blob), Files.readAllBytes(down.resolve(up.relativize(blob))));
      }
    }

    skopeo(
        "copy",
        "--all",
        "--src-tls-verify=false",
        "--src-registry-token=alice",
        "--dest-tls-verify=false",
        "--dest-registry-token=alice",
        image("1.0"),
        image("2.0"));
    String tags =
        skopeo(
            "list-tags",
            "--tls-verify=false",
            "--registry-token=alice",
            image("1.0").replaceFirst(":1\\.0$", ""));
    assertTrue(tags.contains("1.0") && tags.contains("2.0"), tags);
    skopeo("delete", "--tls-verify=false", "--registry-token=alice", image("1.0"));
    assertEquals(404, registry.get("/v2/alice.test/app/manifests/2.0").statusCode());
  }

  /** An OCI image layout with one index; returns its bytes. */
  private static byte[] writeLayout(Path layout) throws IOException {
    Files.createDirectories(layout.resolve("blobs/sha256"));
    byte[] amd64 = writeImage(layout, "amd64", 40_000);
    byte[] arm64 = writeImage(layout, "arm64", 3_000_000);
    byte[] index =
        bytes(
            """
            {"schemaVersion":2, "mediaType":"%s",
             "manifests":[%s,
               %s]}"""
                .formatted(
                    MediaTypes.OCI_INDEX, onPlatform(amd64, "amd64"), onPlatform(arm64, "arm64")));
    write(layout, index);
    String root = Images.descriptor(MediaTypes.OCI_INDEX, index);
    Files.writeString(
        layout.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[" + root + "]}");
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return index;
  }

  private static String onPlatform(byte[] manifest, String architecture) {
    String descriptor = Images.descriptor(MediaTypes.OCI_IMAGE, manifest);
    return descriptor.substring(0, descriptor.length() - 1)
        + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}".formatted(architecture);
  }

  private static byte[] writeImage(Path layout, String architecture, int size) throws IOException {
    byte[] content = BlobPushTest.random(size);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    byte[] layer = write(layout, packed.toByteArray());
    byte[] config =
        write(
            layout,
            bytes(
                """
                {"os":"linux","architecture":"%s","config":{},
                 "rootfs":{"type":"layers","diff_ids":["%s"]}}
                """
                    .formatted(architecture, sha256(content))));
    return write(
        layout,
        bytes(
            """
            {"schemaVersion":2,  "mediaType":"%s",
             "config":%s, "layers":[%s]}
            """
                .formatted(
                    MediaTypes.OCI_IMAGE,
                    Images.descriptor(Images.CONFIG, config),
                    Images.descriptor(LAYER, layer))));
  }

  private static byte[] write(Path layout, byte[] blob) throws IOException {
    Files.write(layout.resolve("blobs/sha256").resolve(sha256(blob).hex()), blob);
    return blob;
  }

  @Test
  void aTokenOfSomebodyElseIsRefusedInWordsThatSkopeoShows() throws Exception {
    Path up = folder.resolve("up");
    writeLayout(up);
    Done done =
        run(
            List.of(
                "skopeo",
                "--insecure-policy",
                "copy",
                "--all",
                "--dest-tls-verify=false",
                "--dest-registry-token=bob",
                "oci:" + up,
                image("1.0")));
    assertTrue(done.exit() != 0);
    assertTrue(
        new String(bytes(done.output()), StandardCharsets.UTF_8).contains("denied"), done.output());
  }
}

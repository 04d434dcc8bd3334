package dev.orlop.atproto.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The connection goes to a checked address, and TLS verifies the name all the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuardedHttpTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private SSLContext trusting;
  private ScriptedServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=hold.example.com",
                "-ext",
                "san=dns:hold.example.com",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), said);

    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    ours.init(keys, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(ours.getKeyManagers(), trust.getTrustManagers(), null);
    server =
        new ScriptedServer(
            trusting.getServerSocketFactory(), (_, out) -> out.write(ScriptedServer.ok("ok")));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aServerWithACertificateOfItsNameIsBelieved() {
    HttpResult result = get(trusting.getSocketFactory(), "hold.example.com");
    HttpResult.Answer answer = assertInstanceOf(HttpResult.Answer.class, result, result::toString);
    assertEquals("ok", new String(answer.body(), StandardCharsets.UTF_8));
  }

  @Test
  void aServerWithACertificateOfAnotherNameIsNot() {
    HttpResult.Failed failed =
        assertInstanceOf(
            HttpResult.Failed.class, get(trusting.getSocketFactory(), "other.example.com"));
    assertTrue(failed.reason().contains("other.example.com"), failed.reason());
  }

  @Test
  void aServerThatNobodyVouchesForIsNot() {
    assertInstanceOf(
        HttpResult.Failed.class,
        get((SSLSocketFactory) SSLSocketFactory.getDefault(), "hold.example.com"));
  }

  private HttpResult get(SSLSocketFactory tls, String host) {
    GuardedHttp http =
        new GuardedHttp(
            NetworkPolicy.DEVELOPMENT, _ -> List.of(InetAddress.ofLiteral("127.0.0.1")), tls);
    return http.get(
        URI.create("https://" + host + ":" + server.port() + "/"), HttpFetch.DID_DOCUMENT);
  }
}

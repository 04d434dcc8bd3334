package dev.orlop.atproto.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DidResolutionTest {
  private static final URI PDS = URI.create("https://pds.example.com");
  private static final Handle ALICE = Handle.parse("alice.test");

  private final SigningKey key = SigningKey.generate(KeyType.K256);
  private final GuardedHttp http = new GuardedHttp(NetworkPolicy.DEVELOPMENT);

  @Test
  void aPlcDidIsFoundInTheDirectory() {
    try (MemoryPlcDirectory directory = MemoryPlcDirectory.start(0)) {
      Did did = directory.create(ALICE, key, PDS);
      assertTrue(did.isPlc());
      DidDocument document =
          new NetworkDidResolver(http, directory.url()).resolve(did).found().orElseThrow();
      assertEquals(Optional.of(key.publicKey()), document.signingKey());
      assertEquals(Optional.of(PDS), document.pdsEndpoint());
      assertEquals(Optional.of(ALICE), document.handle());
    }
  }

  @Test
  void aDidThatTheDirectoryDoesNotKnowDoesNotExist() {
    try (MemoryPlcDirectory directory = MemoryPlcDirectory.start(0)) {
      NetworkDidResolver resolver = new NetworkDidResolver(http, directory.url());
      Did did = directory.create(ALICE, key, PDS);
      directory.remove(did);
      assertInstanceOf(Resolution.NotFound.class, resolver.resolve(did));
    }
  }

  @Test
  void aDirectoryThatIsBrokenIsAFailureAndNotAnAbsence() {
    Did did = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 500 Oops", "", "")) {
      assertInstanceOf(
          Resolution.Failed.class, new NetworkDidResolver(http, server.uri("")).resolve(did));
    }
  }

  @Test
  void aHandleOfTheMemoryDirectoryLeadsToItsAccount() {
    try (MemoryPlcDirectory directory = MemoryPlcDirectory.start(0)) {
      Did did = directory.create(ALICE, key, PDS);
      HandleResolver handles = new WellKnownHandleResolver(http, directory.port());
      assertEquals(new Resolution.Found<>(did), handles.resolve(ALICE));
      assertInstanceOf(Resolution.NotFound.class, handles.resolve(Handle.parse("nobody.test")));
    }
  }

  @Test
  void aWebDidIsFoundAtItsHostAndPort() {
    try (ScriptedServer server = new ScriptedServer(this::didJson)) {
      for (String port : new String[] {"%3A", ":"}) {
        Did did = Did.parse("did:web:localhost" + port + server.port());
        DidDocument document = resolver().resolve(did).found().orElseThrow();
        assertEquals(did, document.id());
        assertEquals(Optional.of(key.publicKey()), document.signingKey());
      }
    }
  }

  private void didJson(String head, OutputStream out) throws IOException {
    String host = head.substring(head.indexOf("Host: ") + 6).lines().findFirst().orElse("");
    Did did = Did.parse("did:web:" + host.replace(":", "%3A"));
    DidDocument document = DidDocument.of(did, ALICE, key.publicKey(), PDS);
    out.write(
        ScriptedServer.ok(new String(DataJson.write(document.toData()), StandardCharsets.UTF_8)));
  }

  @Test
  void aDocumentAboutAnotherDidIsNotBelieved() {
    Did other = Did.parse("did:web:other.example");
    String json =
        new String(
            DataJson.write(DidDocument.of(other, ALICE, key.publicKey(), PDS).toData()),
            StandardCharsets.UTF_8);
    try (ScriptedServer server =
        new ScriptedServer((_, out) -> out.write(ScriptedServer.ok(json)))) {
      Did asked = Did.parse("did:web:localhost%3A" + server.port());
      Resolution.Failed<?> failed =
          assertInstanceOf(Resolution.Failed.class, resolver().resolve(asked));
      assertTrue(failed.reason().contains("not about"), failed.reason());
    }
  }

  @Test
  void aRedirectOfADocumentIsNotFollowed() {
    try (ScriptedServer server =
        ScriptedServer.answering("HTTP/1.1 302 Found", "Location: /elsewhere", "", "")) {
      Did did = Did.parse("did:web:localhost%3A" + server.port());
      assertInstanceOf(Resolution.Failed.class, resolver().resolve(did));
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void portsAndLocalNamesAreForDevelopmentOnly() {
    NetworkDidResolver guarded =
        new NetworkDidResolver(new GuardedHttp(NetworkPolicy.PUBLIC_ONLY), PDS);
    for (String did : new String[] {"did:web:localhost%3A80", "did:web:h.example.com%3A8443"}) {
      assertInstanceOf(Resolution.NotFound.class, guarded.resolve(Did.parse(did)), did);
    }
    assertInstanceOf(Resolution.Failed.class, guarded.resolve(Did.parse("did:web:localhost")));
  }

  @Test
  void otherMethodsAndPathsDoNotExist() {
    for (String did : new String[] {"did:key:zQ3sh", "did:web:example.com:user:alice"}) {
      assertInstanceOf(Resolution.NotFound.class, resolver().resolve(Did.parse(did)), did);
    }
  }

  private NetworkDidResolver resolver() {
    return new NetworkDidResolver(http, PDS);
  }
}

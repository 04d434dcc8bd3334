package dev.orlop.lexicons;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcParams;
import dev.orlop.atproto.xrpc.XrpcSchema;
import dev.orlop.car.cbor.DataMap;
import org.junit.jupiter.api.Test;

/** What an XRPC server asks of the documents. */
final class XrpcLexiconsTest {
  private static final XrpcSchema SCHEMA = new XrpcLexicons(LexiconValidator.bundled());
  private static final String GET_STATS = Nsids.HOLD_GET_STATS.value();

  @Test
  void badParametersAreTheFaultOfTheCaller() {
    XrpcException refusal =
        assertThrows(
            XrpcException.class,
            () -> SCHEMA.checkParams(GET_STATS, XrpcParams.parse("did=alice&repo=app")));
    assertEquals(400, refusal.status());
    assertEquals("InvalidRequest", refusal.error());
    assertEquals(
        "Invalid parameters, $.did: expected the format did: not a valid DID (does not begin with"
            + " did:): \"alice\"",
        refusal.text());
  }

  @Test
  void aBadBodyIsTheFaultOfTheCaller() {
    XrpcException refusal =
        assertThrows(
            XrpcException.class,
            () -> SCHEMA.checkInput(Nsids.HOLD_ABORT_UPLOAD.value(), DataMap.EMPTY));
    assertEquals("InvalidRequest", refusal.error());
    assertEquals("Invalid body, $.uploadId: is required", refusal.text());
  }

  @Test
  void aBadAnswerIsOurOwnFault() {
    IllegalStateException fault =
        assertThrows(
            IllegalStateException.class, () -> SCHEMA.checkOutput(GET_STATS, DataMap.EMPTY));
    assertEquals(
        "io.atcr.hold.getStats would answer badly, $.pullCount: is required", fault.getMessage());
  }

  @Test
  void whatFitsAndWhatIsUnknownPasses() {
    DataMap zeros = DataMap.builder().put("pullCount", 0).put("pushCount", 0).build();
    assertDoesNotThrow(
        () -> {
          SCHEMA.checkParams(
              GET_STATS, XrpcParams.parse("did=did:web:alice.example.com&repo=a%2Fb&other=1"));
          SCHEMA.checkOutput(GET_STATS, zeros);
          SCHEMA.checkParams("_health", XrpcParams.parse("x=1"));
          SCHEMA.checkInput("com.example.unheard", DataMap.EMPTY);
          SCHEMA.checkOutput("_health", DataMap.EMPTY);
        });
  }
}

package dev.orlop.appview.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PdsRefusalsTest {
  @ParameterizedTest
  @CsvSource({
    "PAYLOAD_TOO_LARGE, MANIFEST_INVALID, 413",
    "INVALID_SIZE, SIZE_INVALID, 400",
    "INVALID_MIME_TYPE, MANIFEST_INVALID, 400",
    "FORBIDDEN, DENIED, 403",
    "REPO_DEACTIVATED, DENIED, 403",
    "REPO_TAKENDOWN, DENIED, 403",
    "ACCOUNT_TAKEDOWN, DENIED, 403",
    "INVALID_REQUEST, UNKNOWN, 502",
    "BLOB_NOT_FOUND, UNKNOWN, 502"
  })
  void aRefusalOfThePdsIsExplained(XrpcError refused, OciError told, int status) {
    XrpcException cause = refused.exception("because of this");
    OciException refusal = PdsRefusals.of(cause);
    assertEquals(told, refusal.error());
    assertEquals(status, refusal.status());
    assertTrue(refusal.text().contains("because of this"), refusal.text());
    assertEquals(cause, refusal.getCause());
  }
}

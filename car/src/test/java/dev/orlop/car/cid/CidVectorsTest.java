package dev.orlop.car.cid;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The official cases are of the string format {@code cid}, which takes CIDs of any codec, hash and
 * base: {@link Cid#isSyntax} serves it. None of them is a CID that a repo may hold.
 */
class CidVectorsTest {
  private static final String FOLDER = "atproto-interop-tests/syntax/";

  @Test
  void everyValidCaseHasTheSyntaxThoughNoneIsOfTheBlessedForm() {
    List<String> cases = Vectors.lines(FOLDER + "cid_syntax_valid.txt");
    assertFalse(cases.isEmpty());
    for (String text : cases) {
      assertTrue(Cid.isSyntax(text), text);
      assertThrows(InvalidCidException.class, () -> Cid.parse(text), text);
    }
  }

  @Test
  void noInvalidCaseHasTheSyntaxAndTheStrictFormRefusesThemToo() {
    List<String> cases = Vectors.lines(FOLDER + "cid_syntax_invalid.txt");
    assertFalse(cases.isEmpty());
    for (String text : cases) {
      assertFalse(Cid.isSyntax(text), text);
      assertThrows(InvalidCidException.class, () -> Cid.parse(text), text);
    }
  }
}

package dev.orlop.hold.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.access.AccessDecision.Allowed;
import dev.orlop.hold.access.AccessDecision.Reason;
import dev.orlop.hold.access.AccessDecision.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPolicyTest {
  private static final Did CAPTAIN = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Did SOMEBODY = Did.parse("did:plc:z72i7hdynmk6r22z27h6tvur");

  /** A roster that the test writes on. */
  private static final class Paper implements Roster {
    HoldTerms terms = new HoldTerms(CAPTAIN, false, false);
    final Map<Did, Set<Permission>> crew = new HashMap<>();

    @Override
    public HoldTerms terms() {
      return terms;
    }

    @Override
    public Optional<Set<Permission>> granted(Did member) {
      return Optional.ofNullable(crew.get(member));
    }
  }

  private final Paper roster = new Paper();
  private final AccessPolicy policy = new AccessPolicy(roster);

  /** Cells: yes, or the reason of the refusal. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          caller        | public read | private read  | write         | administer
          anonymous     | yes         | NOT_SIGNED_IN | NOT_SIGNED_IN | NOT_SIGNED_IN
          captain       | yes         | yes           | yes           | yes
          blob:read     | yes         | yes           | NOT_PERMITTED | NOT_PERMITTED
          blob:write    | yes         | yes           | yes           | NOT_PERMITTED
          crew:admin    | yes         | yes           | yes           | yes
          crew, nothing | yes         | NOT_PERMITTED | NOT_PERMITTED | NOT_PERMITTED
          not crew      | yes         | NOT_CREW      | NOT_CREW      | NOT_CREW
          """)
  void everyCellOfTheMatrixIsDecidedAsItStandsThere(
      String who, String publicRead, String privateRead, String write, String administer) {
    Caller caller = caller(who);
    assertEquals(privateRead, cell(caller, Action.READ_BLOB));
    assertEquals(write, cell(caller, Action.WRITE_BLOB));
    assertEquals(administer, cell(caller, Action.ADMINISTER));
    roster.terms = new HoldTerms(CAPTAIN, true, true);
    assertEquals(publicRead, cell(caller, Action.READ_BLOB));
    // That everybody may read, or may join, opens nothing else.
    assertEquals(write, cell(caller, Action.WRITE_BLOB));
    assertEquals(administer, cell(caller, Action.ADMINISTER));
  }

  private Caller caller(String who) {
    switch (who) {
      case "anonymous" -> {
        return Caller.ANONYMOUS;
      }
      case "captain" -> {
        return new Caller.Authenticated(CAPTAIN);
      }
      case "not crew" -> {}
      case "crew, nothing" -> roster.crew.put(SOMEBODY, Set.of());
      default -> roster.crew.put(SOMEBODY, Permission.parseAll(List.of(who)));
    }
    return new Caller.Authenticated(SOMEBODY);
  }

  private String cell(Caller caller, Action action) {
    return switch (policy.decide(caller, action)) {
      case Allowed() -> "yes";
      case Refused(Action refused, Reason reason, Permission required) -> {
        assertEquals(action, refused);
        assertEquals(action.required(), required);
        yield reason.name();
      }
    };
  }

  @Test
  void whatIsGrantedAndRevokedHoldsFromTheNextQuestionOn() {
    Caller caller = new Caller.Authenticated(SOMEBODY);
    assertEquals("NOT_CREW", cell(caller, Action.WRITE_BLOB));
    roster.crew.put(SOMEBODY, Set.of(Permission.BLOB_WRITE));
    assertEquals("yes", cell(caller, Action.WRITE_BLOB));
    roster.crew.put(SOMEBODY, Set.of(Permission.BLOB_READ));
    assertEquals("NOT_PERMITTED", cell(caller, Action.WRITE_BLOB));
    roster.crew.clear();
    assertEquals("NOT_CREW", cell(caller, Action.READ_BLOB));
  }

  @Test
  void anotherCaptainTakesTheFormerOnesRightsAway() {
    Caller former = new Caller.Authenticated(CAPTAIN);
    assertEquals("yes", cell(former, Action.ADMINISTER));
    roster.terms = new HoldTerms(SOMEBODY, false, false);
    assertEquals("NOT_CREW", cell(former, Action.READ_BLOB));
    assertEquals("yes", cell(new Caller.Authenticated(SOMEBODY), Action.ADMINISTER));
  }

  @Test
  void oneDidInTwoSpellingsIsOneCaller() {
    Did written = Did.parse("did:web:localhost:8080");
    Did escaped = Did.parse("did:web:localhost%3A8080");
    roster.terms = new HoldTerms(escaped, false, false);
    assertEquals("yes", cell(new Caller.Authenticated(written), Action.ADMINISTER));
    roster.terms = new HoldTerms(written, false, false);
    assertEquals("yes", cell(new Caller.Authenticated(escaped), Action.ADMINISTER));
    roster.terms = new HoldTerms(CAPTAIN, false, false);
    roster.crew.put(written.canonical(), Set.of(Permission.BLOB_READ));
    assertEquals("yes", cell(new Caller.Authenticated(written), Action.READ_BLOB));
    assertEquals("yes", cell(new Caller.Authenticated(escaped), Action.READ_BLOB));
  }

  @Test
  void permissionsAddUpAndUnknownOnesGrantNothing() {
    roster.crew.put(SOMEBODY, Permission.parseAll(List.of("blob:delete", "BLOB:WRITE", "*")));
    Caller caller = new Caller.Authenticated(SOMEBODY);
    assertEquals("NOT_PERMITTED", cell(caller, Action.READ_BLOB));
    roster.crew.put(SOMEBODY, Permission.parseAll(List.of("blob:read", "crew:admin", "other")));
    assertEquals("yes", cell(caller, Action.WRITE_BLOB));
  }

  @Test
  void aRefusalNamesActionReasonAndPermission() {
    Refused refused =
        assertInstanceOf(Refused.class, policy.decide(Caller.ANONYMOUS, Action.WRITE_BLOB));
    assertEquals(
        "may not write blobs: the caller is not signed in; requires blob:write", refused.message());
  }
}

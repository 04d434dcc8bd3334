package dev.orlop.hold.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.access.CrewAdmission.Admitted;
import dev.orlop.hold.access.CrewAdmission.AlreadyMember;
import dev.orlop.hold.access.CrewAdmission.RegistrationDisabled;
import dev.orlop.hold.access.CrewAdmission.SignInFirst;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrewAdmissionTest {
  private static final Did CAPTAIN = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Did SOMEBODY = Did.parse("did:plc:z72i7hdynmk6r22z27h6tvur");
  private static final Caller CALLER = new Caller.Authenticated(SOMEBODY);
  private static final HoldTerms OPEN = new HoldTerms(CAPTAIN, false, true);
  private static final HoldTerms SHUT = new HoldTerms(CAPTAIN, true, false);
  private static final Set<Permission> READ_AND_WRITE =
      Set.of(Permission.BLOB_READ, Permission.BLOB_WRITE);

  @Test
  void whoIsNotSignedInCanNotJoinEvenAnOpenCrew() {
    assertEquals(
        new SignInFirst(),
        CrewAdmission.decide(OPEN, Optional.empty(), Caller.ANONYMOUS, Set.of()));
  }

  @Test
  void aCrewThatIsShutTakesNobodyThoughTheHoldIsPublic() {
    assertEquals(
        new RegistrationDisabled(),
        CrewAdmission.decide(SHUT, Optional.empty(), CALLER, READ_AND_WRITE));
  }

  @Test
  void nobodyMakesHimselfAnAdmin() {
    assertEquals(
        new Admitted(SOMEBODY, READ_AND_WRITE),
        CrewAdmission.decide(OPEN, Optional.empty(), CALLER, EnumSet.allOf(Permission.class)));
    assertEquals(
        new Admitted(SOMEBODY, READ_AND_WRITE),
        CrewAdmission.decide(OPEN, Optional.empty(), CALLER, Set.of(Permission.CREW_ADMIN)));
  }

  @Test
  void whoAsksForLessGetsLess() {
    assertEquals(
        new Admitted(SOMEBODY, Set.of(Permission.BLOB_READ)),
        CrewAdmission.decide(OPEN, Optional.empty(), CALLER, Set.of(Permission.BLOB_READ)));
  }

  @Test
  void aMemberWhoAsksAgainGetsNothingMoreAlsoWhenTheCrewIsShut() {
    for (HoldTerms terms : new HoldTerms[] {OPEN, SHUT}) {
      assertEquals(
          new AlreadyMember(SOMEBODY),
          CrewAdmission.decide(terms, Optional.of(Set.of()), CALLER, READ_AND_WRITE));
    }
  }

  @Test
  void theCaptainIsAboardAlready() {
    assertEquals(
        new AlreadyMember(CAPTAIN),
        CrewAdmission.decide(
            OPEN, Optional.empty(), new Caller.Authenticated(CAPTAIN), READ_AND_WRITE));
  }
}

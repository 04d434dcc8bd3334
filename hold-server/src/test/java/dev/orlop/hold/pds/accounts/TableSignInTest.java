package dev.orlop.hold.pds.accounts;

class TableSignInTest extends SignInContract {
  @Override
  AccountWorld open() {
    return AccountWorld.inOwnDatabase();
  }
}

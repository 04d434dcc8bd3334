package dev.orlop.hold.pds.accounts;

class TableSessionsTest extends SessionsContract {
  @Override
  AccountWorld open() {
    return AccountWorld.inOwnDatabase();
  }
}

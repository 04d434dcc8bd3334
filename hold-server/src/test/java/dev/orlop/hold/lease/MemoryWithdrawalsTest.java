package dev.orlop.hold.lease;

import java.time.InstantSource;

class MemoryWithdrawalsTest extends WithdrawalsContract {
  @Override
  Withdrawals open(InstantSource time) {
    return new MemoryWithdrawals(time);
  }
}

package dev.orlop.hold.crash;

/** A running hold: over HTTP, and by what its process is told. */
record Life(HoldClient hold, ChildHold child) {}

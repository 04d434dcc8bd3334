package dev.orlop.hold.crash;

/** A running hold: over HTTP, by what its process is told, and by what it tells the network. */
record Life(HoldClient hold, ChildHold child, Follower follower) {}

package dev.orlop.hold.store;

/**
 * Where a block's bytes lie in a repo's log.
 *
 * @param segment number of the file, from 1
 * @param position of the first byte in it
 * @param length in bytes
 */
public record BlockLocation(int segment, long position, int length) {}

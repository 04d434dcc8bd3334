package dev.orlop.hold.blob;

/**
 * A part of an object that is there.
 *
 * @param number counted from 1
 * @param size in bytes
 * @param etag without quotes
 */
public record SentPart(int number, long size, String etag) {}

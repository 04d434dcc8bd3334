package dev.orlop.appview.registry;

/**
 * How far an upload is.
 *
 * @param bytes taken so far
 */
public record UploadStatus(UploadId id, long bytes) {}

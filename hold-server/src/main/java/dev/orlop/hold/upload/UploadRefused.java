package dev.orlop.hold.upload;

/**
 * No, as the answer of any call on uploads.
 *
 * @param message one sentence for the caller
 */
public record UploadRefused(UploadError error, String message)
    implements InitiateResult, PartTarget, PartResult, CompleteResult, AbortResult {}

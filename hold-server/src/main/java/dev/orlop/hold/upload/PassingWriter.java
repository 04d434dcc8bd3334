package dev.orlop.hold.upload;

import dev.orlop.hold.blob.PartStore;
import dev.orlop.hold.blob.SentPart;
import java.util.Optional;

/** Passes a part on to the store that gathers it. */
final class PassingWriter implements PartWriter {
  private final StoreUpload upload;
  private final PartStore.PartSink sink;
  private long size;

  PassingWriter(StoreUpload upload, PartStore.PartSink sink) {
    this.upload = upload;
    this.sink = sink;
  }

  @Override
  public boolean write(byte[] bytes, int length) {
    sink.write(bytes, length);
    size += length;
    return upload.state() == Upload.State.OPEN;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Optional<SentPart> finish() {
    SentPart part = sink.finish();
    UploadStep.PART_WRITTEN.reached();
    return upload.accept(part.size()) ? Optional.of(part) : Optional.empty();
  }

  @Override
  public void abandon() {
    sink.abandon();
  }
}
